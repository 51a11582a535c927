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
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The leaf, against the contract's own files: what stands there is fixed for ever. */
class LeafTest {
    private static String contract(String file) {
        try (InputStream in = LeafTest.class.getResourceAsStream("/contracts/record/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema schema() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(StrictJson.tree(contract("leaf.schema.json")));
    }

    private static byte[] salt(JsonNode example) {
        return HexFormat.of().parseHex(example.path("salt").asString());
    }

    private static byte[] leaf(JsonNode fields, String commitment) {
        return Leaf.of(
                fields.path("service").asString(),
                fields.path("stream").asString(),
                fields.path("version").asLong(),
                fields.path("id").asString(),
                fields.path("type").asString(),
                fields.path("recordedAt").asString(),
                commitment);
    }

    @Test
    void the_contracts_example_has_its_commitment_its_bytes_and_its_hash() {
        JsonNode example = StrictJson.tree(contract("examples/leaf.v1.json"));
        String commitment = Leaf.commitment(salt(example), StrictJson.write(example.path("rest")));
        assertThat(commitment).isEqualTo(example.path("commitment").asString());
        String text = example.path("leaf").asString();
        byte[] leaf = leaf(StrictJson.tree(text), commitment);
        assertThat(new String(leaf, UTF_8)).isEqualTo(text);
        assertThat(HexFormat.of().formatHex(Hashing.leaf(leaf)))
                .isEqualTo(example.path("leafHash").asString());
        assertThat(schema().validate(StrictJson.tree(text))).isEmpty();
    }

    @Test
    void the_contracts_page_shows_the_same_example() {
        JsonNode example = StrictJson.tree(contract("examples/leaf.v1.json"));
        String rest = new String(Leaf.canonical(StrictJson.write(example.path("rest"))), UTF_8);
        assertThat(contract("leaf.md"))
                .contains("\n    " + rest + "\n")
                .contains("\n    " + example.path("leaf").asString() + "\n")
                .contains("`" + example.path("commitment").asString() + "`")
                .contains("`" + example.path("leafHash").asString() + "`")
                .contains("`" + example.path("salt").asString() + "`");
    }

    @Test
    void the_contracts_example_of_an_unparsed_record_has_its_bytes_and_its_hash() {
        JsonNode example = StrictJson.tree(contract("examples/unparsed.v1.json"));
        String text = example.path("leaf").asString();
        JsonNode fields = StrictJson.tree(text);
        byte[] leaf = Leaf.unparsed(
                fields.path("topic").asString(),
                fields.path("partition").asLong(),
                fields.path("offset").asLong(),
                Base64.getDecoder().decode(example.path("record").asString()));
        assertThat(new String(leaf, UTF_8)).isEqualTo(text);
        assertThat(HexFormat.of().formatHex(Hashing.leaf(leaf)))
                .isEqualTo(example.path("leafHash").asString());
        assertThat(schema().validate(fields)).isEmpty();
        assertThat(contract("leaf.md")).contains("\n    " + text + "\n");
    }

    @Test
    void the_schema_refuses_a_member_more_a_member_less_and_a_leaf_that_is_half_of_each_kind() {
        String text =
                StrictJson.tree(contract("examples/leaf.v1.json")).path("leaf").asString();
        for (String name : StrictJson.tree(text).propertyNames()) {
            ObjectNode less = (ObjectNode) StrictJson.tree(text);
            less.remove(name);
            assertThat(schema().validate(less)).as("without " + name).isNotEmpty();
        }
        ObjectNode more = (ObjectNode) StrictJson.tree(text);
        more.put("actor", "person-1");
        assertThat(schema().validate(more)).isNotEmpty();
        ObjectNode other = (ObjectNode) StrictJson.tree(text);
        other.put("schema", "plenary-unparsed-v1");
        assertThat(schema().validate(other)).isNotEmpty();
    }

    @Test
    void a_commitment_depends_on_salt_and_every_member_but_not_on_spelling() {
        byte[] salt = new byte[32];
        String rest = "{\"data\":{\"a\":1,\"b\":\"ü\"},\"actor\":\"x\"}";
        String commitment = Leaf.commitment(salt, rest);
        assertThat(Leaf.commitment(salt, "{ \"actor\":\"x\", \"data\":{\"b\":\"\\u00fc\",\"a\":1.0} }"))
                .isEqualTo(commitment);
        assertThat(Leaf.commitment(salt, rest.replace("\"x\"", "\"y\""))).isNotEqualTo(commitment);
        assertThat(Leaf.commitment(salt, rest.replace("1", "2"))).isNotEqualTo(commitment);
        for (int bit = 0; bit < 256; bit++) {
            byte[] other = salt.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Leaf.commitment(other, rest)).isNotEqualTo(commitment);
        }
        assertThatThrownBy(() -> Leaf.commitment(new byte[31], rest)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_leaf_has_4096_bytes_at_most() {
        String commitment = "0".repeat(64);
        int frame = Leaf.of("s", "t", 1, "", "y", "r", commitment).length;
        assertThat(Leaf.of("s", "t", 1, "i".repeat(4_096 - frame), "y", "r", commitment))
                .hasSize(4_096);
        assertThatThrownBy(() -> Leaf.of("s", "t", 1, "i".repeat(4_097 - frame), "y", "r", commitment))
                .hasMessageContaining("4097");
        assertThatThrownBy(() -> Leaf.unparsed("t".repeat(4_096), 0, 0, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_leaf_says_no_number_that_canonical_json_would_round() {
        long largest = 9_007_199_254_740_991L;
        assertThat(new String(Leaf.unparsed("t", 0, largest, new byte[0]), UTF_8))
                .contains("\"offset\":9007199254740991,");
        assertThatThrownBy(() -> Leaf.unparsed("t", 0, largest + 1, new byte[0]))
                .hasMessageContaining("9007199254740992");
        assertThatThrownBy(() -> Leaf.of("s", "t", -1, "i", "y", "r", "c"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_leaf_is_canonical_json_whatever_its_texts_are() {
        for (String text : List.of("item-1", "", " ~", "\u007f", "\u0000\t", "\"\\/", "é", "\ud83d\ude00", "a\nb")) {
            for (int at = 0; at < 6; at++) {
                String[] texts = {"agenda", "item-1", "item-1@2", "t", "2027-01-20T03:00:00Z", "0".repeat(64)};
                texts[at] = text;
                Map<String, Object> members = new LinkedHashMap<>();
                members.put("schema", "plenary-leaf-v1");
                List<String> names = List.of("service", "stream", "id", "type", "recordedAt", "commitment");
                for (int i = 0; i < names.size(); i++) {
                    members.put(names.get(i), texts[i]);
                }
                members.put("version", 2);
                assertThat(Leaf.of(texts[0], texts[1], 2, texts[2], texts[3], texts[4], texts[5]))
                        .isEqualTo(Leaf.canonical(StrictJson.write(members)));
            }
        }
    }
}
