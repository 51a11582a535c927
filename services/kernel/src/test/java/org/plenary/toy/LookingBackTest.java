package org.plenary.toy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.command.AsOf;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;

/** A thing as it was known and as it was in force at an instant: two filters, and neither stands for the other. */
class LookingBackTest extends ToyTest {
    private static final Toy TOY = new Toy();
    private static final String JAR = "jar-00000000-0000-4000-8000-000000000001";

    @Test
    void the_past_is_read_over_http_and_what_came_later_is_not_in_it() throws Exception {
        String jar = open(5);
        addCoin(jar, 3, key());
        Instant between = Instant.now();
        addCoin(jar, 4, key());
        addCoin(jar, 5, key());
        String path = "/api/toy/jars/" + jar;
        for (String name : List.of("knownOn", "inForceOn")) {
            HttpResponse<String> then = get(path + "?" + name + "=" + between);
            assertThat(then.statusCode()).as(then.body()).isEqualTo(200);
            assertThat(Json.tree(then.body()).path("worth").asInt()).isEqualTo(3);
            assertThat(then.headers().firstValue("ETag"))
                    .as("nobody acts on what was")
                    .isEmpty();
            assertThat(get(path + "?" + name + "=2099-01-01T00:00:00Z").body())
                    .isEqualTo(get(path).body());
        }
    }

    @Test
    void before_it_was_there_it_is_absent_in_plain_words() throws Exception {
        String jar = open(5);
        HttpResponse<String> then = get("/api/toy/jars/" + jar + "?knownOn=2020-01-01T00:00:00Z");
        assertThat(then.statusCode()).isEqualTo(404);
        assertThat(Json.tree(then.body()).path("detail").asString())
                .isEqualTo("There is nothing to show of this jar as of then: it was not there yet, or not yet open to"
                        + " you.");
    }

    @Test
    void what_is_no_instant_is_named_as_bad_input() throws Exception {
        String jar = open(5);
        for (String bad : List.of("yesterday", "2027-01-15", "", "2027-02-30T00:00:00Z")) {
            HttpResponse<String> answer = get("/api/toy/jars/" + jar + "?inForceOn=" + bad);
            assertThat(answer.statusCode()).as(bad).isEqualTo(400);
            assertThat(answer.body()).contains("/inForceOn");
        }
    }

    @Test
    void known_and_in_force_are_told_apart() {
        Streams streams = new Streams("toy", store());
        // The coin of 2 was put in on the 5th, said on the 20th to have been there since the 1st.
        assertThat(worth(streams, "2027-01-10T00:00:00Z", null)).isEqualTo(1);
        assertThat(worth(streams, "2027-01-10T00:00:00Z", "2027-01-10T00:00:00Z"))
                .isEqualTo(1);
        assertThat(worth(streams, null, "2027-01-10T00:00:00Z")).isEqualTo(3);
        assertThat(worth(streams, "2027-01-25T00:00:00Z", "2027-01-10T00:00:00Z"))
                .isEqualTo(3);
        // The coin of 4 was announced on the 20th and counts from March on.
        assertThat(worth(streams, "2027-01-25T00:00:00Z", null)).isEqualTo(7);
        assertThat(worth(streams, "2027-01-25T00:00:00Z", "2027-02-28T00:00:00Z"))
                .isEqualTo(3);
        assertThat(worth(streams, null, "2027-03-01T00:00:00Z")).isEqualTo(7);
    }

    @Test
    void it_is_not_there_before_its_first_event_whatever_later_ones_say() {
        Streams streams = new Streams("toy", store());
        AsOf before = new AsOf(null, Instant.parse("2027-01-02T00:00:00Z"));
        assertThat(streams.asOf(TOY, JAR, before).version()).isZero();
        assertThat(streams.asOf(TOY, JAR, before).state()).isEqualTo(Toy.RULES.initial());
    }

    private static int worth(Streams streams, @Nullable String known, @Nullable String inForce) {
        AsOf asOf =
                new AsOf(known == null ? null : Instant.parse(known), inForce == null ? null : Instant.parse(inForce));
        return streams.asOf(TOY, JAR, asOf).state().worth();
    }

    private static InMemoryEventStore store() {
        InMemoryEventStore store = new InMemoryEventStore();
        commit(store, 1, "2027-01-05T00:00:00Z", null, new Toy.JarOpened(FORUM, 9, Instant.EPOCH));
        commit(store, 2, "2027-01-05T00:00:00Z", null, new Toy.CoinAdded(1, "keeper"));
        commit(store, 3, "2027-01-20T00:00:00Z", "2027-01-01T00:00:00Z", new Toy.CoinAdded(2, "keeper"));
        commit(store, 4, "2027-01-20T00:00:00Z", "2027-03-01T00:00:00Z", new Toy.CoinAdded(4, "keeper"));
        return store;
    }

    private static void commit(
            InMemoryEventStore store, long version, String at, @Nullable String from, Toy.Event event) {
        Instant when = Instant.parse(at);
        store.append(new Commit(
                Commit.idOf(JAR, version),
                JAR,
                version,
                version,
                version == 1 ? null : Commit.idOf(JAR, version - 1),
                JAR + "|c" + version,
                "h",
                List.of(new StoredEvent(
                        version,
                        JAR + "@" + version,
                        "org.plenary.toy." + event.getClass().getSimpleName() + ".v1",
                        when,
                        from == null ? null : Instant.parse(from),
                        Json.write(event))),
                new Meta(when, "keeper", null, FORUM, "public", "c", null, null)));
    }
}
