package org.plenary.infra.verifier.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.tlog.Leaf;

/** An entry has the one form of {@code contracts/record/leaf.md}. */
class EntryTest {
    @Test
    void the_contracts_examples_are_entries() throws Exception {
        for (String name : List.of("leaf.v1.json", "unparsed.v1.json", "origin.v1.json")) {
            try (InputStream in = Entry.class.getResourceAsStream("/contracts/record/examples/" + name)) {
                String example = new String(in.readAllBytes(), UTF_8);
                String leaf = Json.read(example).orElseThrow().path("leaf").asString();
                assertThat(Entry.read(leaf.getBytes(UTF_8)).text()).isEqualTo(leaf);
            }
        }
        Entry.Event event = Entry.read(BadEntries.EVENT.getBytes(UTF_8)).event().orElseThrow();
        assertThat(event.stream()).isEqualTo("agenda-1");
        assertThat(event.version()).isEqualTo(1);
        assertThat(Entry.read(BadEntries.UNPARSED.getBytes(UTF_8)).event()).isEmpty();
    }

    @Test
    void nothing_else_is() {
        BadEntries.MALFORMED.forEach(bad -> refused(bad, Fault.ENTRY_MALFORMED));
        BadEntries.UNKNOWN.forEach(bad -> refused(bad, Fault.ENTRY_UNKNOWN));
        refused(new byte[] {'{', (byte) 0xff, '}'}, Fault.ENTRY_MALFORMED);
    }

    private static void refused(byte[] bad, Fault fault) {
        assertThatThrownBy(() -> Entry.read(bad))
                .as(new String(bad, UTF_8))
                .isInstanceOfSatisfying(
                        NotVerified.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @Test
    void the_canonical_spelling_is_that_of_the_library() {
        Random random = new Random(20_270_120);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < 10; c++) {
                text.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x30) : 0x20 + random.nextInt(0xd000));
            }
            String json = Json.write(Json.object().put("a", text.toString()).put("b", random.nextLong(1L << 53)));
            assertThat(Entry.canonical(Json.read(json).orElseThrow(), List.of("a", "b")))
                    .isEqualTo(new String(Leaf.canonical(json), UTF_8));
        }
    }
}
