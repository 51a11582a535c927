package org.plenary.kernel.http;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A service's OpenAPI 3.1 document, which is what routes and checks its requests: an operation's {@code operationId} is
 * the command's simple name, its request schema decides what is bad input.
 */
public final class Contract {
    /** Bytes of a request body at most, where the operation does not say {@code x-body-bytes-max}. */
    public static final int BODY_BYTES_MAX = 64 * 1024;

    private static final int ERRORS_SHOWN_MAX = 20;

    /**
     * One operation.
     *
     * @param id the operationId, a command's simple name or a read's name
     * @param method GET or POST
     * @param path as the contract writes it, {@code /api/meeting/meetings/{id}/consent}
     * @param ifMatch whether If-Match is required
     * @param binding whether it binds the forum or a party, so that the sender's role must be known as of now
     * @param deadline whether it is judged by when it was received, so that the clock must be right
     * @param bodyBytesMax limit of the request's body
     * @param schema checks the request's body; null where there is none
     * @param query the query parameters it takes, by name
     */
    public record Operation(
            String id,
            String method,
            String path,
            boolean ifMatch,
            boolean binding,
            boolean deadline,
            int bodyBytesMax,
            @Nullable Schema schema,
            Map<String, QueryParameter> query) {
        /** 400 where the query has a parameter that is not the operation's, one twice, or a value that breaks a rule. */
        public void checkQuery(Map<String, List<String>> given) {
            given.forEach((name, values) -> {
                QueryParameter parameter = query.get(name);
                if (parameter == null) {
                    throw BadInput.field("/" + name, "query", "There is no such filter.");
                }
                if (values.size() != 1) {
                    throw BadInput.field("/" + name, "once", "Name it once.");
                }
                parameter.value(values.getFirst());
            });
        }
    }

    /** A query parameter of an operation, with the schema that its value must satisfy. */
    public record QueryParameter(String name, String type, Schema schema) {
        /** The value as JSON has it: a number, a truth value, or the text itself; 400 where the schema refuses it. */
        public Object value(String text) {
            boolean whole = type.equals("integer") && text.matches("-?\\d{1,15}");
            boolean truth = type.equals("boolean") && text.matches("true|false");
            Object value = whole ? (Object) Long.valueOf(text) : truth ? (Object) Boolean.valueOf(text) : text;
            List<Violation> violations = violations(schema, Json.write(value));
            if (!violations.isEmpty()) {
                throw BadInput.field(
                        "/" + name,
                        violations.getFirst().rule(),
                        "The value breaks a rule: " + violations.getFirst().message());
            }
            return value;
        }
    }

    /** A rule of the schema that the input breaks; pointer is RFC 6901 into the body. */
    public record Violation(String pointer, String rule, String message) {}

    private final ObjectNode document;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    private Contract(ObjectNode document) {
        this.document = document;
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> add(path.getKey(), method.getKey(), method.getValue())));
    }

    /** The contract of the service, from {@code contracts/openapi/<service>.yaml}. */
    public static Contract load(String service) {
        return new Contract((ObjectNode) yaml("/contracts/openapi/" + service + ".yaml"));
    }

    /** This contract with the operations of another, whose paths say {@code {service}} where this service's name goes. */
    public Contract and(Contract other, String service) {
        ObjectNode both = document.deepCopy();
        other.document
                .path("paths")
                .properties()
                .forEach(p ->
                        ((ObjectNode) both.path("paths")).set(p.getKey().replace("{service}", service), p.getValue()));
        other.document.path("components").properties().forEach(kind -> {
            ObjectNode mine = ((ObjectNode) both.path("components")).withObject("/" + kind.getKey());
            kind.getValue().properties().forEach(c -> mine.putIfAbsent(c.getKey(), c.getValue()));
        });
        return new Contract(both);
    }

    /** A YAML resource as a tree. */
    public static JsonNode yaml(String path) {
        try (InputStream in = Contract.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + path);
            }
            return YAMLMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String path, String method, JsonNode node) {
        if (!node.has("operationId")) {
            return;
        }
        boolean ifMatch = false;
        Map<String, QueryParameter> query = new LinkedHashMap<>();
        for (JsonNode p : node.path("parameters")) {
            String ref = p.path("$ref").asString("");
            ifMatch |= ref.endsWith("/IfMatch");
            JsonNode parameter = ref.isEmpty() ? p : document.at(ref.substring(1));
            if (parameter.path("in").asString("").equals("query")) {
                String name = parameter.path("name").asString();
                JsonNode schema = parameter.path("schema");
                query.put(name, new QueryParameter(name, schema.path("type").asString(""), schema(schema)));
            }
        }
        JsonNode body = node.path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        String id = node.path("operationId").asString();
        operations.put(
                id,
                new Operation(
                        id,
                        method.toUpperCase(java.util.Locale.ROOT),
                        path,
                        ifMatch,
                        node.path("x-binding").asBoolean(false),
                        node.path("x-deadline").asBoolean(false),
                        node.path("x-body-bytes-max").asInt(BODY_BYTES_MAX),
                        body.isMissingNode() ? null : schema(body),
                        query));
    }

    /** The operation that reads one thing of a service's collection; empty where there is none. */
    public Optional<Operation> reading(String service, String collection) {
        String path = "/api/" + service + "/" + collection + "/{id}";
        return operations.values().stream()
                .filter(o -> o.method().equals("GET") && o.path().equals(path))
                .findFirst();
    }

    /** A schema of the document with all its components in reach. */
    private Schema schema(JsonNode body) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.setAll((ObjectNode) body.deepCopy());
        root.set("components", document.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root);
    }

    /** All operations in the document's order. */
    public List<Operation> operations() {
        return List.copyOf(operations.values());
    }

    /** The operation of this id. */
    public @Nullable Operation operation(String id) {
        return operations.get(id);
    }

    /** The whole document, for {@code GET openapi.json}. */
    public ObjectNode document() {
        return document;
    }

    /** What is wrong with the body by the operation's schema; empty where nothing is. */
    public static List<Violation> check(Operation operation, String body) {
        Schema schema = operation.schema();
        return schema == null ? List.of() : violations(schema, body);
    }

    private static List<Violation> violations(Schema schema, String json) {
        List<Violation> found = new ArrayList<>();
        List<com.networknt.schema.Error> errors;
        try {
            errors = schema.validate(
                    json,
                    InputFormat.JSON,
                    context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        } catch (JacksonException e) {
            // Where it counts in 64 bits and the number has more, the validator fails instead of finding it wrong.
            return List.of(new Violation("", "range", "A number is larger than any that is taken here."));
        }
        for (com.networknt.schema.Error e : errors) {
            String at = e.getInstanceLocation() == null
                    ? ""
                    : e.getInstanceLocation().toString();
            String pointer = e.getProperty() == null ? at : at + "/" + e.getProperty();
            found.add(new Violation(pointer, e.getKeyword(), e.getMessage()));
            if (found.size() == ERRORS_SHOWN_MAX) {
                break;
            }
        }
        return found;
    }
}
