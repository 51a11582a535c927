package org.plenary.kernel.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;

/** A view beside one that was built again, while others write and build too. */
class RebuiltTest {
    private final Documents.Space space = InMemoryDocuments.space();
    private final Documents live = space.of("view.jars");
    private Instant now = Instant.parse("2027-01-15T12:00:00Z");
    private final Scratch scratch = new Scratch(space, () -> now);

    private static Document jar(String id, long version) {
        return new Document("_id", id).append("version", version).append("coins", 1);
    }

    private Rebuilt against(Documents fresh, Map<String, Long> before) {
        return new Rebuilt(live, fresh, before, List.of(), Rebuilt::put);
    }

    @Test
    void documents_are_compared_byte_for_byte() {
        Documents fresh = scratch.open("view.jars").documents();
        live.put(new Document("_id", "a").append("version", 1L).append("x", 1).append("y", 2));
        fresh.put(new Document("_id", "a").append("version", 1L).append("y", 2).append("x", 1));
        live.put(new Document("_id", "b").append("version", 1L).append("x", 1));
        fresh.put(new Document("_id", "b").append("version", 1L).append("x", 1L));
        live.put(jar("c", 1));
        fresh.put(jar("c", 1));
        Rebuilt rebuilt = against(fresh, Map.of("a", 1L, "b", 1L, "c", 1L));
        assertThat(rebuilt.compare().different()).containsExactly("a", "b");
        rebuilt.putInPlace();
        assertThat(live.find("a").toJson()).isEqualTo(fresh.find("a").toJson());
        assertThat(rebuilt.compare().different()).isEmpty();
    }

    @Test
    void what_no_event_makes_is_removed_unless_it_moved_on_meanwhile() {
        Documents fresh = scratch.open("view.jars").documents();
        live.put(jar("orphan", 2));
        live.put(jar("moved", 3));
        Rebuilt rebuilt = against(fresh, Map.of("orphan", 2L, "moved", 2L));
        assertThat(rebuilt.compare().different()).containsExactly("orphan");
        rebuilt.putInPlace();
        assertThat(live.find("orphan")).isNull();
        assertThat(live.find("moved")).isEqualTo(jar("moved", 3));
    }

    @Test
    void a_run_that_begins_while_another_puts_in_place_takes_nothing_from_it() {
        live.put(jar("a", 1));
        Scratch.Run first = scratch.open("view.jars");
        first.documents().put(jar("a", 1));
        Rebuilt rebuilt = against(first.documents(), Rebuilt.versions(live));
        try (Scratch.Run second = scratch.open("view.jars")) {
            assertThat(second.documents().count()).isZero();
            rebuilt.putInPlace();
        }
        assertThat(live.find("a")).isEqualTo(jar("a", 1));
        assertThat(first.documents().count()).isOne();
        first.close();
        assertThat(first.documents().count()).isZero();
        assertThat(space.of("rebuilds").count()).isZero();
    }

    @Test
    void what_a_run_that_died_left_behind_is_dropped_by_a_later_one() {
        Scratch.Run died = scratch.open("view.jars");
        died.documents().put(jar("a", 1));
        scratch.open("view.jars").close();
        assertThat(died.documents().count()).isOne();
        now = now.plus(Scratch.DEAD_AFTER).plus(Duration.ofSeconds(1));
        scratch.open("view.jars").close();
        assertThat(died.documents().count()).isZero();
        assertThat(space.of("rebuilds").count()).isZero();
    }
}
