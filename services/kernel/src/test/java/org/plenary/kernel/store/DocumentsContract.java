package org.plenary.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What every collection of documents promises, whatever it is made of. */
abstract class DocumentsContract {
    abstract Documents documents();

    private static Document thing(String id, long version) {
        return new Document("_id", id).append("version", version).append("inner", new Document("text", "é"));
    }

    @Test
    void an_id_is_taken_once() {
        assertThat(documents().insert(thing("a", 1))).isTrue();
        assertThat(documents().insert(thing("a", 2))).isFalse();
        assertThat(documents().find("a")).isEqualTo(thing("a", 1));
        assertThat(documents().find("b")).isNull();
    }

    @Test
    void a_guarded_replacement_takes_effect_for_one_of_two() {
        documents().insert(thing("a", 1));
        assertThat(documents().replace(thing("a", 2), "version", 1L)).isTrue();
        assertThat(documents().replace(thing("a", 3), "version", 1L)).isFalse();
        assertThat(documents().replace(thing("b", 2), "version", 1L)).isFalse();
        assertThat(documents().find("a")).isEqualTo(thing("a", 2));
    }

    @Test
    void what_is_put_is_read_back_as_a_server_gives_it() {
        Document all = thing("a", 1)
                .append("list", List.of("x", new Document("y", 1)))
                .append("at", new Date(1_700_000_000_123L))
                .append("none", null);
        documents().put(all);
        documents().put(all);
        assertThat(documents().find("a")).isEqualTo(all);
        documents().find("a").append("version", 7L);
        assertThat(documents().find("a")).isEqualTo(all);
        assertThat(documents().count()).isOne();
    }

    @Test
    void a_field_is_set_alone_and_only_where_its_guard_holds() {
        documents().put(thing("a", 1));
        assertThat(documents().set("a", "noted", true, "version", 2L)).isFalse();
        assertThat(documents().set("b", "noted", true, "version", 1L)).isFalse();
        assertThat(documents().set("a", "noted", true, "version", 1L)).isTrue();
        assertThat(documents().set("a", "noted", true, "version", 1L)).isTrue();
        assertThat(documents().find("a")).isEqualTo(thing("a", 1).append("noted", true));
    }

    @Test
    void a_deletion_takes_effect_once_and_only_where_its_guard_holds() {
        documents().put(thing("a", 1));
        assertThat(documents().delete("a", "version", 2L)).isFalse();
        assertThat(documents().delete("a", "version", 1L)).isTrue();
        assertThat(documents().delete("a")).isFalse();
        documents().put(thing("a", 1));
        assertThat(documents().delete("a")).isTrue();
        assertThat(documents().find("a")).isNull();
    }

    @Test
    void what_was_dropped_is_empty_and_can_be_written_to_again() {
        documents().put(thing("a", 1));
        documents().drop();
        documents().drop();
        assertThat(documents().count()).isZero();
        assertThat(documents().insert(thing("a", 2))).isTrue();
    }

    @Test
    void documents_are_found_by_the_value_of_a_field() {
        documents().put(thing("a", 1));
        documents().put(thing("b", 2));
        documents().put(thing("c", 2));
        assertThat(documents().where("version", 2L, 9))
                .extracting(d -> d.getString("_id"))
                .containsExactlyInAnyOrder("b", "c");
        assertThat(documents().where("version", 2L, 1)).hasSize(1);
        assertThat(documents().all()).extracting(d -> d.getString("_id")).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void several_are_found_at_once_and_those_that_are_not_there_are_left_out() {
        documents().put(thing("a", 1));
        documents().put(thing("c", 3));
        assertThat(documents().findAll(List.of("a", "b", "c"))).containsExactlyInAnyOrder(thing("a", 1), thing("c", 3));
        assertThat(documents().findAll(List.of())).isEmpty();
    }

    @Test
    void of_several_guarded_writes_each_takes_effect_for_itself() {
        documents().put(thing("taken", 1));
        documents().put(thing("moved", 2));
        documents().put(thing("next", 1));
        int done = documents()
                .writeAll(List.of(
                        new Documents.Guarded(thing("taken", 9), "version", null),
                        new Documents.Guarded(thing("moved", 9), "version", 1L),
                        new Documents.Guarded(thing("absent", 9), "version", 1L),
                        new Documents.Guarded(thing("next", 2), "version", 1L),
                        new Documents.Guarded(thing("new", 1), "version", null)));
        assertThat(done).isEqualTo(2);
        assertThat(documents().all())
                .containsExactlyInAnyOrder(thing("taken", 1), thing("moved", 2), thing("next", 2), thing("new", 1));
        assertThat(documents().writeAll(List.of())).isZero();
    }
}
