package org.plenary.toy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.feed.CopyRebuild;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.parking.Parking;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.view.Rebuilt;
import tools.jackson.databind.JsonNode;

/** An operator finds what stopped, sees the event, orders, and all of it is in the record. */
class ParkedStreamsTest extends ToyTest {
    private static final String STREAMS = "/api/toy/parked-streams";

    @AfterEach
    void nothingIsMended() {
        toy.getBean(AtomicBoolean.class).set(false);
    }

    private HttpResponse<String> read(String path, String subject) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + tokens.token(subject))
                .GET());
    }

    private JsonNode shown(String parking) throws Exception {
        return Json.tree(read(STREAMS + "/" + parking, "operator").body());
    }

    private void awaitStatus(String parking, String status) {
        await().atMost(60, SECONDS)
                .until(() -> shown(parking).path("status").asString().equals(status));
    }

    private HttpResponse<String> order(String parking, String act, String body) throws Exception {
        String etag = read(STREAMS + "/" + parking, "operator")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        return post(STREAMS + "/" + parking + "/" + act, body, key(), etag, "operator");
    }

    private List<String> recorded(String parking, int atLeast) {
        return published(parking, atLeast).stream().map(Envelope::type).toList();
    }

    private String poisoned(int worth) throws Exception {
        String jar = open(9);
        addCoin(jar, worth, key());
        addCoin(jar, 100, key());
        return jar;
    }

    @Test
    void an_event_that_another_one_makes_good_is_passed_over_and_what_came_after_it_taken() throws Exception {
        String jar = poisoned(13);
        String parking = Parking.stream("toy", jar);
        awaitStatus(parking, "PARKED");
        await().atMost(60, SECONDS).untilAsserted(() -> {
            JsonNode listed = item(read(STREAMS + "?forum=operators&standing=WAITING&limit=200", "operator"), parking);
            assertThat(listed.path("stream").asString()).isEqualTo(jar);
            assertThat(listed.path("stoppedAt").asLong()).isEqualTo(2);
            assertThat(listed.path("cause").asString()).contains("an unlucky coin");
        });
        JsonNode event = Json.tree(
                        read(STREAMS + "/" + parking + "/event", "operator").body())
                .path("event");
        assertThat(event.path("data").asString()).contains("13");
        assertThat(event.path("id").asString()).isEqualTo(jar + "@2");

        String reason = "{\"reason\":\"It is spent.\"}";
        String right = "{\"reason\":\"It is spent.\",\"compensation\":\"" + jar + "@3\"}";
        assertThat(read(STREAMS + "?forum=operators", "keeper").statusCode()).isEqualTo(403);
        for (String path : List.of("/" + parking, "/" + parking + "/event")) {
            // That a stream stopped is for operators to know.
            assertThat(read(STREAMS + path, "keeper").statusCode()).as(path).isEqualTo(404);
            assertThat(get(STREAMS + path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(post(STREAMS + "/" + parking + "/pass-over", right, key(), "\"1\"", "keeper")
                        .statusCode())
                .isEqualTo(404);
        assertThat(post(STREAMS + "/" + parking + "/pass-over", right, key(), null, "operator")
                        .statusCode())
                .isEqualTo(428);
        assertThat(problem(order(parking, "pass-over", reason))).isEqualTo("/problems/compensation-needed");
        assertThat(problem(order(parking, "pass-over", right.replace("@3", "@99"))))
                .isEqualTo("/problems/compensation-unknown");
        assertThat(state(jar).path("rings").asInt()).isZero();

        assertThat(order(parking, "pass-over", right).statusCode()).isEqualTo(200);
        awaitStatus(parking, "RESUMED");
        assertThat(toy.getBean(Parked.class).find(jar)).isNull();
        await().atMost(60, SECONDS).until(() -> state(jar).path("rings").asInt() == 1);
        addCoin(jar, 200, key());
        await().atMost(60, SECONDS).until(() -> state(jar).path("rings").asInt() == 2);
        assertThat(problem(order(parking, "replay", reason))).isEqualTo("/problems/not-parked");
        assertThat(recorded(parking, 3))
                .containsExactly(
                        "org.plenary.kernel.StreamParked.v1",
                        "org.plenary.kernel.PassOverOrdered.v1",
                        "org.plenary.kernel.StreamResumed.v1");
        assertThat(published(parking, 3).get(1).meta().actor()).isEqualTo("operator");
        CopyRebuild copies = toy.getBean(CopyRebuild.class);
        Documents fresh = toy.getBean(Documents.Space.class).of("rebuild.test." + jar);
        Rebuilt.Report rebuilt = copies.rebuild(copies.subscriptions().get("copy.toy.jar"), fresh)
                .compare();
        assertThat(rebuilt.unread()).noneMatch(id -> id.startsWith(jar));
        assertThat(rebuilt.different()).as("passed over in a rebuild too").doesNotContain(jar);
    }

    @Test
    void a_replay_that_is_ordered_too_early_stops_again_and_one_after_the_mend_goes_on() throws Exception {
        String jar = poisoned(13);
        String parking = Parking.stream("toy", jar);
        awaitStatus(parking, "PARKED");
        assertThat(order(parking, "replay", "{\"reason\":\"Perhaps.\"}").statusCode())
                .isEqualTo(200);
        await().atMost(60, SECONDS).until(() -> recorded(parking, 3).size() == 3);
        awaitStatus(parking, "PARKED");
        toy.getBean(AtomicBoolean.class).set(true);
        assertThat(order(parking, "replay", "{\"reason\":\"Release 2 takes it.\"}")
                        .statusCode())
                .isEqualTo(200);
        awaitStatus(parking, "RESUMED");
        await().atMost(60, SECONDS).until(() -> state(jar).path("rings").asInt() == 1);
        assertThat(recorded(parking, 5))
                .containsExactly(
                        "org.plenary.kernel.StreamParked.v1",
                        "org.plenary.kernel.ReplayOrdered.v1",
                        "org.plenary.kernel.StreamParked.v1",
                        "org.plenary.kernel.ReplayOrdered.v1",
                        "org.plenary.kernel.StreamResumed.v1");
    }

    @Test
    void a_view_of_its_own_that_was_mended_takes_its_stream_again() throws Exception {
        String jar = open(9);
        addCoin(jar, 17, key());
        addCoin(jar, 1, key());
        String parking = Parking.stream("toy", Parked.ownId(jar));
        awaitStatus(parking, "PARKED");
        assertThat(problem(order(parking, "pass-over", "{\"reason\":\"It is spent.\"}")))
                .isEqualTo("/problems/not-passed-over");
        toy.getBean(AtomicBoolean.class).set(true);
        assertThat(order(parking, "replay", "{\"reason\":\"Release 2 counts it.\"}")
                        .statusCode())
                .isEqualTo(200);
        awaitStatus(parking, "RESUMED");
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(item(get("/api/toy/jars?limit=200&forum=" + FORUM), jar)
                                .path("coins")
                                .asInt())
                        .isEqualTo(2));
        assertThat(toy.getBean(Parked.class).find(Parked.ownId(jar))).isNull();
    }

    @Test
    void a_forged_event_is_shown_as_it_came_beside_the_one_that_its_source_has() throws Exception {
        String jar = open(9);
        addCoin(jar, 1, key());
        Envelope true2 = published(jar, 2).get(1);
        await().atMost(60, SECONDS).until(() -> toy.getBean(Feed.class).version("toy", jar) == 2);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(CloudEvents.record(new Envelope(
                            true2.service(),
                            jar,
                            2,
                            true2.id(),
                            true2.type(),
                            true2.recordedAt(),
                            null,
                            2,
                            true2.meta(),
                            "{\"worth\":99,\"by\":\"nobody\"}")))
                    .get();
        }
        String parking = Parking.stream("toy", jar);
        awaitStatus(parking, "PARKED");
        JsonNode both =
                Json.tree(read(STREAMS + "/" + parking + "/event", "operator").body());
        JsonNode came =
                Json.tree(new String(Base64.getDecoder().decode(both.path("raw").asString()), UTF_8));
        assertThat(came.path("data").asString()).contains("nobody");
        assertThat(came.path("id").asString()).isEqualTo(jar + "@2");
        assertThat(both.path("event").path("data").asString())
                .contains("keeper")
                .doesNotContain("nobody");
    }

    @Test
    void a_record_that_is_no_event_is_shown_as_it_came_and_passed_over() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>("plenary.toy.events", 4, "x".getBytes(UTF_8), "junk".getBytes(UTF_8)))
                    .get();
        }
        Parked parked = toy.getBean(Parked.class);
        await().atMost(60, SECONDS)
                .until(() -> !parked.of(Parked.Kind.UNREADABLE, 1).isEmpty());
        Parked.Entry entry = parked.of(Parked.Kind.UNREADABLE, 1).getFirst();
        String parking = Parking.stream("toy", entry.id());
        awaitStatus(parking, "PARKED");
        String raw = Json.tree(
                        read(STREAMS + "/" + parking + "/event", "operator").body())
                .path("raw")
                .asString();
        assertThat(new String(Base64.getDecoder().decode(raw), UTF_8)).isEqualTo("junk");
        assertThat(shown(parking).path("stream").asString()).startsWith("plenary.toy.events/4/");
        assertThat(problem(order(parking, "replay", "{\"reason\":\"Perhaps.\"}")))
                .isEqualTo("/problems/not-replayed");
        assertThat(order(parking, "pass-over", "{\"reason\":\"A tool wrote it.\"}")
                        .statusCode())
                .isEqualTo(200);
        awaitStatus(parking, "RESUMED");
        assertThat(parked.find(entry.id())).isNull();
        assertThat(read(STREAMS + "/" + parking + "/event", "operator").statusCode())
                .isEqualTo(404);
    }
}
