package org.plenary.kernel.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.EventCodec;
import org.plenary.kernel.decide.Internal;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** A service's contract and its code say the same, both ways: events, commands, rules and policy. */
public abstract class ContractSuite {
    private final String service;
    private final List<Class<?>> commands;
    private final Map<String, Class<?>> events = new TreeMap<>();
    private final Set<String> rules;
    private final Contract contract;

    /**
     * @param commands the sealed command interfaces of the service's aggregates
     * @param events the sealed event interfaces
     * @param rules every rule that can refuse: the enums' values, {@code KeyRule}'s where two keys are used
     */
    protected ContractSuite(String service, List<Class<?>> commands, List<Class<?>> events, List<Rule> rules) {
        this.service = service;
        this.commands = commands;
        for (Class<?> e : events) {
            this.events.putAll(new EventCodec<>(service, e).types());
        }
        this.rules = rules.stream().map(Rule::slug).collect(Collectors.toCollection(TreeSet::new));
        this.contract = Contract.load(service);
    }

    @Test
    void every_event_has_a_schema_and_every_schema_an_event() throws IOException {
        Set<String> schemas = new TreeSet<>();
        for (String file : resources("/contracts/events/" + service)) {
            if (file.endsWith(".json")) {
                schemas.add("org.plenary." + service + "." + file.substring(0, file.length() - ".json".length()));
            }
        }
        assertThat(schemas).isEqualTo(events.keySet());
    }

    @Test
    void every_event_is_a_message_of_the_services_channel_and_the_kernels_of_every_channel() {
        Set<String> channels = new TreeSet<>();
        Contract.yaml("/contracts/asyncapi.yaml").path("channels").properties().forEach(c -> {
            Set<String> messages = c.getValue().path("messages").propertyNames().stream()
                    .filter(m -> m.startsWith(service + "_"))
                    .map(m -> "org.plenary." + m.replace('_', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!messages.isEmpty()) {
                channels.add(c.getKey());
                assertThat(messages).as(c.getKey()).isEqualTo(events.keySet());
            }
        });
        if (service.equals("kernel")) {
            assertThat(channels)
                    .containsExactly(
                            "agendaEvents",
                            "circulationEvents",
                            "meetingEvents",
                            "membershipEvents",
                            "outcomesEvents",
                            "recordEvents");
        } else {
            assertThat(channels).containsExactly(service + "Events");
        }
    }

    @Test
    void every_schema_describes_exactly_the_fields_of_its_record() {
        events.forEach((type, record) -> describesExactly(type, schemaTree(type), schemaTree(type), record));
    }

    private void describesExactly(String where, JsonNode root, JsonNode schema, Class<?> record) {
        assertThat(schema.path("additionalProperties").asBoolean(true))
                .as(where + " is closed")
                .isFalse();
        JsonNode properties = schema.path("properties");
        assertThat(new TreeSet<>(properties.propertyNames())).as(where).isEqualTo(components(record));
        properties
                .properties()
                .forEach(p -> assertThat(described(root, p.getValue()))
                        .as(where + "." + p.getKey() + " has a description")
                        .isTrue());
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(r -> required.add(r.asString()));
        assertThat(required).as(where + ": required").isEqualTo(requiredComponents(record));
    }

    private static boolean described(JsonNode root, JsonNode property) {
        if (property.has("description")) {
            return true;
        }
        String ref = property.path("$ref").asString("");
        return ref.startsWith("#/") && root.at(ref.substring(1)).has("description");
    }

    @Test
    void every_event_has_an_example_that_its_schema_accepts_and_its_record_keeps() throws IOException {
        Map<String, List<String>> examples = new TreeMap<>();
        for (String file : resources("/contracts/events/" + service + "/examples")) {
            String stem = file.substring(0, file.length() - ".json".length());
            String type = events.keySet().stream()
                    .map(t -> t.substring(("org.plenary." + service + ".").length()))
                    .filter(t -> stem.equals(t) || stem.startsWith(t + "."))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("an example of no event: " + file));
            examples.computeIfAbsent("org.plenary." + service + "." + type, t -> new ArrayList<>())
                    .add(file);
        }
        assertThat(examples.keySet()).isEqualTo(events.keySet());
        examples.forEach((type, files) -> files.forEach(file -> {
            String text = text("/contracts/events/" + service + "/examples/" + file);
            assertThat(errors(schema(schemaTree(type)), text)).as(file).isEmpty();
            Object event = Json.read(text, java.util.Objects.requireNonNull(events.get(type)));
            assertThat(Json.tree(Json.write(event)))
                    .as(file + " there and back")
                    .isEqualTo(Json.tree(text));
        }));
    }

    @Test
    void a_schema_refuses_a_missing_and_an_unknown_field() throws IOException {
        for (String type : events.keySet()) {
            String stem = type.substring(("org.plenary." + service + ".").length());
            var example = (tools.jackson.databind.node.ObjectNode)
                    Json.tree(text("/contracts/events/" + service + "/examples/" + stem + ".json"));
            Schema schema = schema(schemaTree(type));
            assertThat(errors(schema, example.deepCopy().put("noSuchField", 1).toString()))
                    .as(type)
                    .isNotEmpty();
            schemaTree(type).path("required").forEach(r -> {
                var without = example.deepCopy();
                without.remove(r.asString());
                assertThat(errors(schema, without.toString()))
                        .as(type + " without " + r)
                        .isNotEmpty();
            });
        }
    }

    @Test
    void every_operation_has_a_command_with_the_fields_of_its_schema() {
        Map<String, Class<?>> byName = new TreeMap<>();
        for (Class<?> sealed : commands) {
            for (Class<?> c : sealed.getPermittedSubclasses()) {
                if (!Internal.class.isAssignableFrom(c)) {
                    byName.put(c.getSimpleName(), c);
                }
            }
        }
        Set<String> posts = new TreeSet<>();
        for (Operation o : contract.operations()) {
            // what takes no JSON is no command: a file is kept, and a command names it
            if (o.method().equals("POST") && o.schema() != null) {
                JsonNode body =
                        contract.document().path("components").path("schemas").path(o.id());
                assertThat(body.path("additionalProperties").asBoolean(true))
                        .as(o.id() + " is closed")
                        .isFalse();
                if (own(o)) {
                    continue;
                }
                posts.add(o.id());
                assertThat(new TreeSet<>(body.path("properties").propertyNames()))
                        .as(o.id())
                        .isEqualTo(components(java.util.Objects.requireNonNull(byName.get(o.id()), o.id())));
            }
        }
        assertThat(posts).isEqualTo(byName.keySet());
    }

    /** An operation with a controller of the service's own has no command; its body is as closed as any. */
    private boolean own(Operation o) {
        JsonNode method = contract.document().path("paths").path(o.path()).path("post");
        return method.path("x-controller").asString("").equals("own");
    }

    @Test
    void every_rule_is_listed_under_409_and_every_slug_is_a_rule() {
        Set<String> listed = new TreeSet<>();
        contract.document()
                .path("paths")
                .forEach(path -> path.forEach(operation -> operation
                        .path("responses")
                        .path("409")
                        .path("x-problems")
                        .forEach(slug -> listed.add(slug.asString()))));
        assertThat(listed).isEqualTo(rules);
    }

    @Test
    void every_operation_has_a_row_in_the_policy_table() {
        Set<String> operations =
                contract.operations().stream().map(Operation::id).collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(Policy.load(service).operations())).isEqualTo(operations);
    }

    @Test
    void every_request_string_and_list_has_a_limit() {
        contract.document()
                .path("components")
                .path("schemas")
                .properties()
                .forEach(s -> limited(s.getKey(), s.getValue()));
    }

    private static void limited(String where, JsonNode node) {
        if (where.startsWith("Answer")
                || where.startsWith("Problem")
                || where.endsWith("View")
                || where.endsWith("Page")) {
            return;
        }
        String type = node.path("type").asString("");
        if (type.equals("string")) {
            assertThat(node.has("maxLength")
                            || node.has("enum")
                            || node.has("format")
                            || node.has("const")
                            || node.has("pattern"))
                    .as(where + " has a limit")
                    .isTrue();
        }
        if (type.equals("array")) {
            assertThat(node.has("maxItems")).as(where + " has a limit").isTrue();
            limited(where + "[]", node.path("items"));
        }
        node.path("properties").properties().forEach(p -> limited(where + "." + p.getKey(), p.getValue()));
    }

    private static Set<String> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> requiredComponents(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private JsonNode schemaTree(String type) {
        String stem = type.substring(("org.plenary." + service + ".").length());
        return Json.tree(text("/contracts/events/" + service + "/" + stem + ".json"));
    }

    private static Schema schema(JsonNode tree) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(tree);
    }

    private static List<?> errors(Schema schema, String text) {
        return schema.validate(
                text, InputFormat.JSON, c -> c.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    private static String text(String path) {
        try (InputStream in = ContractSuite.class.getResourceAsStream(path)) {
            return new String(java.util.Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** File names of a folder on the class path, in a directory or a jar. */
    private static List<String> resources(String folder) throws IOException {
        URI uri = URI.create(java.util.Objects.requireNonNull(ContractSuite.class.getResource(folder), folder)
                .toString());
        if (uri.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return names(jar.getPath(folder));
            }
        }
        return names(Path.of(uri));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(p -> p.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
