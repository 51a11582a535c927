package org.plenary.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.store.EventStore.Head;
import org.plenary.kernel.store.EventStore.Outcome;

/** What every event store promises, whatever it is made of. */
abstract class EventStoreContract {
    abstract EventStore store();

    static Commit commit(String stream, long version, int events, @Nullable String previous, String command) {
        List<StoredEvent> stored = new ArrayList<>();
        for (long v = version; v < version + events; v++) {
            stored.add(new StoredEvent(
                    v,
                    stream + "@" + v,
                    "org.plenary.toy.Thing.v1",
                    Instant.parse("2027-01-01T00:00:00.123Z"),
                    null,
                    "{\"n\":" + v + ",\"text\":\"é\"}"));
        }
        Meta meta = new Meta(
                Instant.parse("2027-01-01T00:00:00Z"), "somebody", "th", "forum-1", "public", "c1", null, null);
        return new Commit(
                Commit.idOf(stream, version),
                stream,
                version,
                version + events - 1,
                previous,
                stream + "|" + command,
                "hash",
                stored,
                meta);
    }

    @Test
    void what_is_appended_is_found_unchanged_by_id_and_by_command() {
        Commit c = commit("a-1", 1, 3, null, "x");
        assertThat(store().append(c)).isEqualTo(Outcome.APPENDED);
        assertThat(store().find("a-1|1")).contains(c);
        assertThat(store().findByCommandKey("a-1|x")).contains(c);
        assertThat(store().find("a-1|2")).isEmpty();
    }

    @Test
    void a_version_is_taken_once() {
        store().append(commit("b-1", 1, 1, null, "x"));
        assertThat(store().append(commit("b-1", 1, 1, null, "y"))).isEqualTo(Outcome.TAKEN);
        assertThat(store().findByCommandKey("b-1|y")).isEmpty();
    }

    @Test
    void the_commit_that_holds_an_event_is_found_wherever_in_it_the_event_is() {
        store().append(commit("i-1", 1, 1, null, "x"));
        store().append(commit("i-1", 2, Commit.EVENTS_MAX, "i-1|1", "y"));
        long last = 1 + Commit.EVENTS_MAX;
        for (long version : List.of(2L, 3L, last)) {
            assertThat(store().holding("i-1", version).map(Commit::id)).contains("i-1|2");
        }
        assertThat(store().holding("i-1", 1).map(Commit::id)).contains("i-1|1");
        assertThat(store().holding("i-1", last + 1)).isEmpty();
        assertThat(store().holding("i-1", 1_000_000)).isEmpty();
        assertThat(store().holding("i-1", 0)).isEmpty();
    }

    @Test
    void a_command_is_taken_once_in_its_stream() {
        store().append(commit("c-1", 1, 1, null, "x"));
        assertThat(store().append(commit("c-1", 2, 1, "c-1|1", "x"))).isEqualTo(Outcome.TAKEN);
        assertThat(store().find("c-1|2")).isEmpty();
    }

    @Test
    void a_commit_is_pending_until_it_is_published() {
        Commit c = commit("d-1", 1, 1, null, "x");
        store().append(c);
        assertThat(store().pending("d-1|1")).isTrue();
        assertThat(store().pending(1000)).contains(c);
        store().published(List.of("d-1|1"));
        assertThat(store().pending("d-1|1")).isFalse();
        assertThat(store().pending(1000)).doesNotContain(c);
    }

    @Test
    void of_many_that_append_the_same_version_one_wins() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Outcome>> racers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String command = "r" + i;
                racers.add(() -> store().append(commit("e-1", 1, 1, null, command)));
            }
            int won = 0;
            for (Future<Outcome> f : threads.invokeAll(racers)) {
                won += f.get() == Outcome.APPENDED ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    @Test
    void a_snapshot_replaces_an_older_one() {
        Instant at = Instant.parse("2027-01-01T00:00:00Z");
        store().keep(new Snapshot("f-1", 100, "f-1|100", at, "s", "{\"a\":1}"));
        store().keep(new Snapshot("f-1", 200, "f-1|200", at, "s", "{\"a\":2}"));
        assertThat(store().snapshot("f-1")).contains(new Snapshot("f-1", 200, "f-1|200", at, "s", "{\"a\":2}"));
        assertThat(store().snapshot("f-2")).isEmpty();
    }

    @Test
    void all_commits_are_walked_each_stream_in_order() {
        store().append(commit("g-1", 1, 2, null, "x"));
        store().append(commit("g-1", 3, 1, "g-1|1", "y"));
        List<Long> versions = new ArrayList<>();
        store().forEach(c -> {
            if (c.stream().equals("g-1")) {
                versions.add(c.version());
            }
        });
        assertThat(versions).containsExactly(1L, 3L);
    }

    @Test
    void streams_are_paged_each_once_with_their_heads() {
        store().append(commit("h-1", 1, 2, null, "x"));
        store().append(commit("h-1", 3, 2, "h-1|1", "y"));
        store().append(commit("h", 1, 1, null, "x"));
        store().append(commit("h-10", 1, 1, null, "x"));
        store().keep(new Snapshot("h-1", 2, "h-1|1", Instant.parse("2027-01-01T00:00:00Z"), "s", "{}"));
        Map<String, Head> heads = new HashMap<>();
        String after = "";
        for (Map<String, Head> page = store().heads(after, 2); !page.isEmpty(); page = store().heads(after, 2)) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            for (Map.Entry<String, Head> e : page.entrySet()) {
                assertThat(heads.put(e.getKey(), e.getValue())).as(e.getKey()).isNull();
                after = e.getKey();
            }
        }
        assertThat(heads)
                .containsEntry("h-1", hashed("h-1", 3, 4))
                .containsEntry("h", hashed("h", 1, 1))
                .containsEntry("h-10", hashed("h-10", 1, 1));
        assertThat(store().head("h-1")).isEqualTo(4);
        assertThat(store().head("h-none")).isZero();
        assertThat(store().end("h-none")).isEqualTo(Head.NONE);
    }

    @Test
    void the_last_event_of_a_stream_is_known_where_its_snapshot_is_as_new() {
        store().append(commit("i-1", 1, 2, null, "x"));
        store().keep(new Snapshot("i-1", 2, "i-1|1", Instant.parse("2027-01-01T00:00:00Z"), "s", "{}"));
        assertThat(store().end("i-1")).isEqualTo(hashed("i-1", 1, 2));
        store().keep(new Snapshot("i-2", 2, "i-2|gone", Instant.parse("2027-01-01T00:00:00Z"), "s", "{}"));
        assertThat(store().end("i-2")).isEqualTo(new Head(2, ""));
    }

    private Head hashed(String stream, long first, long version) {
        Commit holding = store().find(Commit.idOf(stream, first)).orElseThrow();
        return new Head(version, holding.events().getLast().hash());
    }
}
