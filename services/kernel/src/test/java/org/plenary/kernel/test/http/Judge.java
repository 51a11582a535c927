package org.plenary.kernel.test.http;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether an answer is one that the contract lists, with the body that it describes. */
final class Judge {
    /** What any request may get, whatever it was meant for. */
    private static final Set<Integer> GENERAL = Set.of(400, 401, 404, 405, 406, 413, 414, 415, 431);

    /** What tells of the inside: frames of a stack, names of classes. */
    private static final Pattern INSIDE = Pattern.compile(
            "\\bat [a-z]+(\\.[A-Za-z0-9_$]+)+\\(|Exception|org\\.plenary|springframework|java\\.(lang|util|io)|"
                    + "tools\\.jackson|com\\.mongodb|networknt|Tomcat|Caused by");

    /** The responses of the kernel's contract that any operation may give. */
    private static final Map<Integer, String> GENERALLY = Map.of(
            400, "BadInput",
            401, "SignInRequired",
            403, "Forbidden",
            404, "NotFound",
            412, "VersionMismatch",
            413, "BodyTooLarge",
            422, "KeyReused",
            428, "IfMatchRequired",
            503, "TryAgain");

    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final AtomicInteger compared = new AtomicInteger();
    private final Contract contract;
    private final JsonNode general =
            Contract.yaml("/contracts/openapi/kernel.yaml").path("components").path("responses");

    Judge(Contract contract) {
        this.contract = contract;
    }

    /** What is wrong with the answer; null where nothing is. */
    @Nullable
    String wrong(Draft request, Draft.Answer answer) {
        int status = answer.status();
        if (status == 0) {
            return "no answer in HTTP";
        }
        // What stopped, an operator is told by its cause.
        boolean cause = status == 200 && request.path.contains("/parked-streams");
        if (!cause && INSIDE.matcher(answer.body()).find()) {
            return "tells of the inside";
        }
        if (status >= 500 && status != 503) {
            return "failed";
        }
        if (!GENERAL.contains(status) && !listed(request.operation, status)) {
            return "a status that the contract does not list";
        }
        String type = answer.headers().getOrDefault("content-type", "");
        boolean none = request.method.equals("HEAD") || answer.body().isEmpty() && status < 400;
        if (none) {
            return null;
        }
        if (status >= 400 && !type.startsWith("application/problem+json")) {
            return "no problem of RFC 9457";
        }
        if (status < 300 && request.operation != null && !content(request.operation, status, type)) {
            return "a type of content that the contract does not list: " + type;
        }
        return type.contains("json") ? json(request, answer) : null;
    }

    private @Nullable String json(Draft request, Draft.Answer answer) {
        JsonNode body;
        try {
            body = Json.tree(answer.body());
        } catch (JacksonException e) {
            return "no JSON";
        }
        if (answer.status() < 400) {
            return request.operation == null ? null : described(request.operation, answer);
        }
        for (String member : List.of("type", "title", "detail")) {
            if (body.path(member).asString("").isBlank()) {
                return "a problem without a " + member;
            }
        }
        String type = body.path("type").asString("");
        String slug = type.startsWith("/problems/") ? type.substring("/problems/".length()) : type;
        if (!slugs(request.operation, answer.status()).contains(slug)) {
            return "a problem that the contract does not list: " + type;
        }
        return body.path("status").asInt(0) == answer.status() ? null : "another status in the problem";
    }

    private boolean listed(@Nullable Operation operation, int status) {
        // Where a request was turned into one for something else, any operation's statuses may come of it.
        List<Operation> meant = operation == null ? contract.operations() : List.of(operation);
        return status == 304
                || operation == null && status == 200
                || meant.stream().anyMatch(o -> responses(o).has(Integer.toString(status)));
    }

    /** Where the contract says what comes with this status, it must be of a type that is listed. */
    private boolean content(Operation o, int status, String type) {
        JsonNode content = response(o, status).path("content");
        return content.isEmpty() || content.has(type.replaceFirst(";.*", "").strip());
    }

    /** Whether the body is as the contract's schema has it; null where it is. */
    private @Nullable String described(Operation o, Draft.Answer answer) {
        JsonNode schema = response(o, answer.status())
                .path("content")
                .path("application/json")
                .path("schema");
        if (!(schema instanceof ObjectNode described)) {
            return null;
        }
        List<?> errors = schemas.computeIfAbsent(o.id() + " " + answer.status(), k -> schema(described))
                .validate(
                        answer.body(),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        compared.incrementAndGet();
        return errors.isEmpty() ? null : "a body that the contract does not describe, " + errors.getFirst();
    }

    /** With all the contract's components in reach. */
    private Schema schema(ObjectNode described) {
        ObjectNode root = described.deepCopy();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.set("components", contract.document().path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root);
    }

    /** How many bodies were compared with a schema. */
    int compared() {
        return compared.get();
    }

    private JsonNode response(Operation o, int status) {
        JsonNode response = responses(o).path(Integer.toString(status));
        String ref = response.path("$ref").asString("");
        return ref.isEmpty() ? response : contract.document().at(ref.substring(1));
    }

    private JsonNode responses(Operation o) {
        return contract.document()
                .path("paths")
                .path(o.path())
                .path(o.method().toLowerCase(Locale.ROOT))
                .path("responses");
    }

    private Set<String> slugs(@Nullable Operation operation, int status) {
        Set<String> all = new TreeSet<>();
        List<Operation> meant = operation == null ? contract.operations() : List.of(operation);
        for (Operation o : meant) {
            response(o, status).path("x-problems").forEach(p -> all.add(p.asString()));
        }
        general.path(GENERALLY.getOrDefault(status, "")).path("x-problems").forEach(p -> all.add(p.asString()));
        if (GENERAL.contains(status)) {
            general.path("NotUnderstood").path("x-problems").forEach(p -> all.add(p.asString()));
        }
        return all;
    }
}
