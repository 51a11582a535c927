package org.plenary.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The first entry of a log that continues another, against the contract's own files. */
class OriginLeafTest {
    private static final JsonNode EXAMPLE = StrictJson.tree(contract("examples/origin.v1.json"));
    private static final String TEXT = EXAMPLE.path("leaf").asString();
    private static final OriginLeaf LEAF =
            OriginLeaf.parse(TEXT.getBytes(UTF_8)).orElseThrow();

    private static String contract(String file) {
        try (InputStream in = OriginLeafTest.class.getResourceAsStream("/contracts/record/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema schema() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(StrictJson.tree(contract("leaf.schema.json")));
    }

    private static OriginLeaf with(OriginLeaf.Previous previous, long kept, String order, String recordedAt) {
        return new OriginLeaf(LEAF.origin(), LEAF.vkey(), previous, kept, order, recordedAt);
    }

    private static OriginLeaf.Previous previous(long size, byte[] root) {
        return new OriginLeaf.Previous(LEAF.previous().origin(), LEAF.previous().vkey(), size, root);
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> OriginLeaf.parse(text.getBytes(UTF_8)))
                .as(text)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void the_contracts_example_has_its_bytes_and_its_hash() {
        JsonNode fields = StrictJson.tree(TEXT);
        JsonNode before = fields.path("previous");
        byte[] leaf = new OriginLeaf(
                        fields.path("origin").asString(),
                        fields.path("vkey").asString(),
                        new OriginLeaf.Previous(
                                before.path("origin").asString(),
                                before.path("vkey").asString(),
                                before.path("size").asLong(),
                                Padded64.decode(before.path("root").asString())),
                        fields.path("kept").asLong(),
                        fields.path("order").asString(),
                        fields.path("recordedAt").asString())
                .bytes();
        assertThat(new String(leaf, UTF_8)).isEqualTo(TEXT);
        String hash = EXAMPLE.path("leafHash").asString();
        assertThat(HexFormat.of().formatHex(Hashing.leaf(leaf))).isEqualTo(hash);
        assertThat(schema().validate(fields)).isEmpty();
        assertThat(contract("leaf.md")).contains("\n    " + TEXT + "\n").contains("`" + hash + "`");
    }

    @Test
    void the_contracts_example_goes_on_from_the_log_of_the_other_two_examples() {
        JsonNode event = StrictJson.tree(contract("examples/leaf.v1.json"));
        JsonNode unparsed = StrictJson.tree(contract("examples/unparsed.v1.json"));
        byte[] root = Hashing.node(
                HexFormat.of().parseHex(event.path("leafHash").asString()),
                HexFormat.of().parseHex(unparsed.path("leafHash").asString()));
        assertThat(LEAF.previous().checkpoint().body())
                .isEqualTo(new Checkpoint("forum.example/record", 2, root).body());
        assertThat(LEAF.key().name()).isEqualTo("forum.example/record/log2");
        assertThat(LEAF.previous().key().name()).isEqualTo("forum.example/record");
    }

    @Test
    void what_is_read_is_written_again() {
        OriginLeaf empty = with(previous(0, Hashing.empty()), 0, "f@1", "2027-03-01T09:30:00Z");
        OriginLeaf large =
                with(previous(Leaf.NUMBER_MAX, new byte[32]), Leaf.NUMBER_MAX, "f@1", "2027-03-01T00:00:00Z");
        for (OriginLeaf leaf : new OriginLeaf[] {LEAF, empty, large}) {
            assertThat(OriginLeaf.parse(leaf.bytes()).orElseThrow().bytes()).isEqualTo(leaf.bytes());
            assertThat(schema().validate(StrictJson.tree(new String(leaf.bytes(), UTF_8))))
                    .isEmpty();
        }
    }

    @Test
    void an_entry_of_another_kind_is_none() {
        for (String other :
                new String[] {"", "[]", "{}", "no JSON", TEXT.replace("origin-v1", "origin-v2"), TEXT + "x"}) {
            assertThat(OriginLeaf.parse(other.getBytes(UTF_8))).as(other).isEmpty();
        }
        String leaf =
                StrictJson.tree(contract("examples/leaf.v1.json")).path("leaf").asString();
        assertThat(OriginLeaf.parse(leaf.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void a_member_less_or_more_is_refused_here_and_by_the_schema() {
        for (String where : new String[] {"", "previous"}) {
            JsonNode whole = StrictJson.tree(TEXT);
            for (String name : (where.isEmpty() ? whole : whole.path(where)).propertyNames()) {
                ObjectNode less = (ObjectNode) StrictJson.tree(TEXT);
                (where.isEmpty() ? less : (ObjectNode) less.path(where)).remove(name);
                assertThat(schema().validate(less)).as("without " + name).isNotEmpty();
                if (!name.equals("schema")) {
                    refused(StrictJson.write(less), "exactly the members");
                }
            }
            ObjectNode more = (ObjectNode) StrictJson.tree(TEXT);
            (where.isEmpty() ? more : (ObjectNode) more.path(where)).put("why", "fire");
            assertThat(schema().validate(more)).isNotEmpty();
            refused(new String(Leaf.canonical(StrictJson.write(more)), UTF_8), "exactly the members");
        }
    }

    @Test
    void another_spelling_of_the_same_is_refused() {
        refused(TEXT + " ", "canonical");
        refused(TEXT.replace("\"kept\":2", "\"kept\": 2"), "canonical");
        refused(TEXT.replace("forum-1@14", "forum\\u002d1@14"), "canonical");
        refused(TEXT.replace("\"kept\":2", "\"kept\":2.0"), "kept");
        refused(TEXT.replace("\"kept\":2", "\"kept\":\"2\""), "kept");
        ObjectNode reordered = (ObjectNode) StrictJson.tree(TEXT);
        JsonNode kept = reordered.remove("kept");
        reordered.set("kept", kept);
        refused(StrictJson.write(reordered), "canonical");
    }

    @Test
    void a_number_beyond_what_json_keeps_and_more_kept_than_there_was_are_refused() {
        refused(TEXT.replace("\"size\":2", "\"size\":9007199254740992"), "previous.size");
        refused(TEXT.replace("\"size\":2", "\"size\":-1"), "previous.size");
        refused(TEXT.replace("\"kept\":2", "\"kept\":3"), "kept");
        refused(TEXT.replace("\"kept\":2", "\"kept\":-1"), "kept");
        assertThatThrownBy(() -> previous(Leaf.NUMBER_MAX + 1, new byte[32])).hasMessageContaining("9007199254740992");
    }

    @Test
    void a_root_that_is_no_hash_is_refused() {
        String root = Padded64.encode(LEAF.previous().root());
        refused(TEXT.replace(root, Padded64.encode(new byte[31])), "previous.root");
        refused(TEXT.replace(root, Padded64.encode(new byte[33])), "previous.root");
        refused(TEXT.replace(root, root.substring(0, 43)), "previous.root");
        assertThatThrownBy(() -> previous(2, new byte[31])).hasMessageContaining("previous.root");
    }

    @Test
    void a_key_that_is_not_its_logs_is_refused() {
        String vkey = LEAF.vkey();
        String before = LEAF.previous().vkey();
        refused(TEXT.replace(vkey, before), "vkey");
        refused(TEXT.replace(before, vkey), "previous.vkey");
        refused(TEXT.replace(vkey, vkey.replace("+cb", "+CB")), "vkey");
        refused(TEXT.replace(vkey, vkey + "\\n"), "vkey");
        refused(TEXT.replace(vkey, "forum.example/record/log2"), "vkey");
    }

    @Test
    void a_log_does_not_go_on_from_itself_and_no_name_is_longer_than_a_witness_can_sign() {
        assertThatThrownBy(() -> new OriginLeaf(
                        LEAF.previous().origin(), LEAF.previous().vkey(), LEAF.previous(), 2, "f@1", LEAF.recordedAt()))
                .hasMessageContaining("another log");
        String longest = "a".repeat(OriginLeaf.ORIGIN_BYTES_MAX);
        String vkey = new LogKey(longest, new byte[32]).vkey();
        String before = new LogKey("b".repeat(OriginLeaf.ORIGIN_BYTES_MAX), new byte[32]).vkey();
        OriginLeaf.Previous previous =
                new OriginLeaf.Previous("b".repeat(OriginLeaf.ORIGIN_BYTES_MAX), before, 1, new byte[32]);
        assertThat(new OriginLeaf(longest, vkey, previous, 0, "f".repeat(120) + "@1", LEAF.recordedAt()).bytes())
                .hasSizeLessThan(Leaf.BYTES_MAX);
        String tooLong = longest + "a";
        assertThatThrownBy(() -> new OriginLeaf(
                        tooLong, new LogKey(tooLong, new byte[32]).vkey(), previous, 0, "f@1", LEAF.recordedAt()))
                .hasMessageContaining("255");
    }

    @Test
    void an_order_names_an_event_and_a_time_is_in_utc() {
        for (String order : new String[] {"", "forum-1", "forum-1@0", "forum-1@01", "@1", "f\ng@1", "f@1@2"}) {
            assertThatThrownBy(() -> with(LEAF.previous(), 2, order, LEAF.recordedAt()))
                    .as(order)
                    .hasMessageContaining("order");
        }
        for (String time : new String[] {"", "2027-03-01", "2027-03-01T09:30:00.000Z", "2027-02-30T09:30:00Z"}) {
            assertThatThrownBy(() -> with(LEAF.previous(), 2, "f@1", time))
                    .as(time)
                    .hasMessageContaining("recordedAt");
        }
    }
}
