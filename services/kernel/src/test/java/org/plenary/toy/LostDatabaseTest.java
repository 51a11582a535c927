package org.plenary.toy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.parking.Parking;
import org.plenary.kernel.relay.Relay;
import org.plenary.kernel.restore.Restore;
import tools.jackson.databind.JsonNode;

/** The drill: a service's database is lost with all that is in it, and comes back from Kafka as it was. */
class LostDatabaseTest extends ToyTest {
    /** With the order of fields and the kinds of numbers. */
    private static final JsonWriterSettings AS_STORED =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private static final String UNLUCKY = "{\"reason\":\"It is spent.\",\"compensation\":\"%s@3\"}";

    /** Every document of what a service shows and decides by, without the marks of what is yet to be published. */
    private Map<String, String> documents() {
        try (MongoClient client = MongoClients.create(store.uri())) {
            MongoDatabase lost = client.getDatabase("plenary_toy");
            Map<String, String> all = new TreeMap<>();
            for (String name : lost.listCollectionNames()) {
                if (name.matches("commits|parked|timers|view\\..*|copy\\..*")) {
                    lost.getCollection(name).find().forEach(d -> {
                        d.remove("pending");
                        all.put(name + " " + d.get("_id"), d.toJson(AS_STORED));
                    });
                }
            }
            return all;
        }
    }

    private void lose() {
        toy.close();
        try (MongoClient client = MongoClients.create(store.uri())) {
            client.getDatabase("plenary_toy").drop();
        }
    }

    private HttpResponse<String> order(String parking, String act, String body) throws Exception {
        String path = "/api/toy/parked-streams/" + parking;
        HttpRequest.Builder read =
                HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + tokens.token("operator"));
        String etag = send(read).headers().firstValue("ETag").orElseThrow();
        return post(path + "/" + act, body, key(), etag, "operator");
    }

    private void awaitStop(String id) {
        await().atMost(60, SECONDS)
                .until(() -> published(Parking.stream("toy", id), 1)
                        .getFirst()
                        .name()
                        .equals("StreamParked"));
    }

    private String poisoned(int worth) throws Exception {
        String jar = open(9);
        addCoin(jar, worth, key());
        addCoin(jar, 100, key());
        return jar;
    }

    private void quiet(String last, long version) {
        Feed feed = toy.getBean(Feed.class);
        await().atMost(60, SECONDS)
                .until(() -> toy.getBean(Relay.class).status().waiting() == 0
                        && toy.getBean(Parked.class).unnoted(9).isEmpty()
                        && feed.version("toy", last) == version);
    }

    @Test
    void all_of_it_comes_back_from_kafka_by_an_operators_hand_and_nothing_happens_twice() throws Exception {
        String rung = open(9);
        String coin = key();
        HttpResponse<String> answered = addCoin(rung, 100, coin);
        String timed = "{\"forum\":\"" + FORUM + "\",\"room\":5,\"closesInMillis\":1}";
        post("/api/toy/jars", timed, key(), null, "keeper");
        String waits = poisoned(13);
        awaitStop(waits);
        String passed = poisoned(13);
        awaitStop(passed);
        order(Parking.stream("toy", passed), "pass-over", UNLUCKY.formatted(passed));
        await().atMost(60, SECONDS).until(() -> state(passed).path("rings").asInt() == 1);
        String behind = poisoned(17);
        awaitStop(Parked.ownId(behind));
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>("plenary.toy.events", 4, "x".getBytes(UTF_8), "junk".getBytes(UTF_8)))
                    .get();
        }
        await().atMost(60, SECONDS)
                .until(() ->
                        toy.getBean(Parked.class).of(Parked.Kind.UNREADABLE, 9).size() == 1);
        await().atMost(60, SECONDS).until(() -> state(rung).path("rings").asInt() == 1);
        quiet(rung, 3);
        quiet(passed, 4);
        toy.close();
        Map<String, String> before = documents();
        assertThat(before.keySet()).anyMatch(d -> d.startsWith("timers "));

        lose();
        startToy();
        await().atMost(60, SECONDS)
                .until(() -> toy.getBean(Gate.class)
                        .reason()
                        .filter(r -> r.contains("behind"))
                        .isPresent());
        assertThat(addCoin(rung, 1, key()).statusCode()).as("not by itself").isEqualTo(503);

        lose();
        toy = started("sole", "plenary.restore=from-kafka");
        Restore.Report report = toy.getBean(Restore.class).report();
        assertThat(report.commits())
                .isEqualTo(before.keySet().stream()
                        .filter(d -> d.startsWith("commits "))
                        .count());
        assertThat(report.marked() + report.cut()).isZero();
        assertThat(report.others()).as("the junk").isOne();
        await().atMost(60, SECONDS).until(() -> toy.getBean(Gate.class).reason().isEmpty());
        await().atMost(60, SECONDS).untilAsserted(() -> assertThat(documents()).isEqualTo(before));
        assertThat(addCoin(rung, 100, coin).body()).as("its first answer").isEqualTo(answered.body());

        toy.getBean(AtomicBoolean.class).set(true);
        order(Parking.stream("toy", waits), "replay", "{\"reason\":\"Release 2 takes it.\"}");
        await().atMost(60, SECONDS).until(() -> state(waits).path("rings").asInt() == 1);
        assertThat(addCoin(rung, 100, key()).statusCode()).isEqualTo(200);
        await().atMost(60, SECONDS).until(() -> state(rung).path("rings").asInt() == 2);
        assertThat(published(rung, 5)).extracting(Envelope::version).containsExactly(1L, 2L, 3L, 4L, 5L);
        HttpRequest.Builder census = HttpRequest.newBuilder(uri("/internal/census"))
                .header("Authorization", "Bearer " + tokens.service())
                .POST(HttpRequest.BodyPublishers.noBody());
        JsonNode counted = Json.tree(send(census).body());
        assertThat(counted.path("named").toString()).doesNotContain(rung, waits, passed);
    }
}
