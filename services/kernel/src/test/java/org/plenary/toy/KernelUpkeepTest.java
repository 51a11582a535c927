package org.plenary.toy;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.access.Heartbeat;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.FeedContainer;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.relay.StoreCheck;
import org.plenary.kernel.store.EventStore;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** What a service does beside its work: follow the authority, compare its store, ring, rebuild. */
class KernelUpkeepTest extends ToyTest {
    private List<Long> ends(long more) {
        List<TopicPartition> all = IntStream.range(0, 12)
                .mapToObj(p -> new TopicPartition("plenary.membership.events", p))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> found = consumer.endOffsets(all);
            return all.stream().map(p -> found.get(p) + more).toList();
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private void beat(Instant asOf, List<Long> ends) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(
                            Heartbeat.topic("membership"), 0, null, new Heartbeat(asOf, ends).bytes()))
                    .get();
        }
    }

    private HttpResponse<String> seal(String jar) {
        return post("/api/toy/jars/" + jar + "/seal", "{}", key(), null, "keeper");
    }

    @Test
    void a_binding_act_waits_for_the_authoritys_heartbeat_and_others_never() throws Exception {
        String jar = open(5);
        assertThat(addCoin(jar, 1, key()).statusCode()).isEqualTo(200);
        HttpResponse<String> early = seal(jar);
        assertThat(early.statusCode()).isEqualTo(503);
        assertThat(problem(early)).isEqualTo("/problems/authority-stale");
        assertThat(early.headers().firstValue("Retry-After")).isPresent();
        assertThat(get("/api/toy/jars/" + jar).headers().firstValue("Authority-As-Of"))
                .isPresent();

        Instant known = Json.millis(Instant.now().minusSeconds(29));
        beat(known, ends(0));
        await().atMost(60, SECONDS)
                .until(() -> toy.getBean(Freshness.class).asOf().equals(known));
        beat(Instant.now(), ends(1));
        assertThat(toy.getBean(Freshness.class).asOf()).isEqualTo(known);
        await().pollInterval(1, SECONDS).atMost(60, SECONDS).until(() -> {
            beat(Instant.now(), ends(0));
            return seal(jar).statusCode() == 200;
        });
        assertThat(get("/api/toy/jars/" + jar).headers().firstValue("Authority-As-Of"))
                .isEmpty();
    }

    @Test
    void a_store_put_back_to_an_older_copy_is_noticed_before_a_command_is_taken() throws Exception {
        String jar = open(5);
        addCoin(jar, 1, key());
        published(jar, 2);
        MongoCollection<Document> commits = database().getCollection("commits");
        await().atMost(60, SECONDS)
                .until(() -> commits.find(eq("_id", jar + "|2")).first().get("pending") == null);
        Document lost = commits.find(eq("_id", jar + "|2")).first();
        commits.deleteOne(eq("_id", jar + "|2"));
        toy.close();
        startToy();
        await().atMost(60, SECONDS)
                .until(() -> toy.getBean(Gate.class)
                        .reason()
                        .filter(r -> r.contains("behind"))
                        .isPresent());
        HttpResponse<String> refused = addCoin(jar, 1, key());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(problem(refused)).isEqualTo("/problems/not-ready");
        assertThat(get("/actuator/health").statusCode()).isEqualTo(503);

        database().getCollection("commits").insertOne(lost);
        await().atMost(60, SECONDS).until(() -> addCoin(jar, 1, key()).statusCode() == 200);
        JsonNode health = kernelHealth();
        assertThat(health.path("clockSkewMillis").asLong()).isBetween(-1000L, 1000L);
        assertThat(health.has("relayWaiting")).isTrue();
        assertThat(health.has("parkedStreams")).isTrue();
    }

    @Test
    void a_record_that_somebody_else_wrote_keeps_no_service_from_starting() throws Exception {
        String jar = open(5);
        addCoin(jar, 1, key());
        Envelope second = published(jar, 2).get(1);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(CloudEvents.record(forged(second, 1_000, "{}"))).get();
            producer.send(CloudEvents.record(forged(second, 2, "{\"worth\":99,\"by\":\"nobody\"}")))
                    .get();
        }
        StoreCheck check = new StoreCheck("toy", toy.getBean(EventStore.class));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            assertThat(check.difference(consumer)).isEmpty();
        }
    }

    private static Envelope forged(Envelope e, long version, String data) {
        return new Envelope(
                e.service(),
                e.stream(),
                version,
                e.stream() + "@" + version,
                e.type(),
                e.recordedAt(),
                null,
                version,
                e.meta(),
                data);
    }

    @Test
    void a_parked_stream_rings_the_bell() throws Exception {
        String jar = open(5);
        addCoin(jar, 13, key());
        List<JsonNode> rung = Collections.synchronizedList(new ArrayList<>());
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            TopicPartition bell = new TopicPartition("plenary.toy.parked", 0);
            consumer.assign(List.of(bell));
            consumer.seekToBeginning(List.of(bell));
            await().atMost(60, SECONDS).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> rung.add(Json.tree(new String(r.value(), UTF_8))));
                return rung.stream().anyMatch(n -> n.path("stream").asString().equals(jar));
            });
        }
        JsonNode mine = rung.stream()
                .filter(n -> n.path("stream").asString().equals(jar))
                .findFirst()
                .orElseThrow();
        assertThat(mine.path("version").asLong()).isEqualTo(2);
        assertThat(mine.path("source").asString()).isEqualTo("toy");
        assertThat(mine.has("cause")).isFalse();
    }

    private HttpResponse<String> internal(HttpRequest.Builder request) throws Exception {
        return send(request.header("Authorization", "Bearer " + tokens.service()));
    }

    @Test
    void a_copy_of_foreign_streams_is_rebuilt_from_kafka_and_a_damaged_one_put_right() throws Exception {
        MongoCollection<Document> people = database().getCollection("copy.membership.person");
        Document right = people.find().first();
        people.updateOne(eq("_id", right.getString("_id")), com.mongodb.client.model.Updates.set("unit", "nobody's"));
        JsonNode report = rebuild("copy.membership.person", false);
        assertThat(report.path("different").toString()).contains(right.getString("_id"));
        assertThat(people.find().first()).isNotEqualTo(right);
        rebuild("copy.membership.person", true);
        assertThat(people.find().first()).isEqualTo(right);
        assertThat(rebuild("copy.membership.person", false).path("different")).isEmpty();
        people.insertOne(new Document(right).append("_id", "person-nobody"));
        assertThat(rebuild("copy.membership.person", true).path("different").toString())
                .as("what no event makes")
                .contains("person-nobody");
        assertThat(people.find(eq("_id", "person-nobody")).first()).isNull();
        HttpRequest.Builder unknown =
                HttpRequest.newBuilder(uri("/internal/rebuild/commits")).POST(HttpRequest.BodyPublishers.noBody());
        assertThat(internal(unknown).statusCode()).isEqualTo(404);
    }

    @Test
    void a_census_names_what_is_behind_ahead_or_without_a_beginning() throws Exception {
        String behind = open(5);
        addCoin(behind, 1, key());
        String invented = open(5);
        get("/api/toy/jars?forum=" + FORUM + "&atLeast=" + invented + ":1");
        get("/api/toy/jars?forum=" + FORUM + "&atLeast=" + behind + ":2");
        MongoCollection<Document> jars = database().getCollection("view.jars");
        await().atMost(60, SECONDS)
                .until(() -> jars.countDocuments(and(eq("_id", behind), eq("version", 2L))) == 1
                        && jars.countDocuments(eq("_id", invented)) == 1);
        Document right = jars.find(eq("_id", behind)).first();
        jars.updateOne(eq("_id", behind), com.mongodb.client.model.Updates.set("version", 1L));
        jars.updateOne(eq("_id", invented), com.mongodb.client.model.Updates.set("version", 7L));
        jars.insertOne(new Document(right).append("_id", "jar-nobodys").append("order", "z"));
        JsonNode taken = census();
        String named = taken.path("named").toString();
        HttpResponse<String> shown = send(HttpRequest.newBuilder(uri("/api/toy/census"))
                .header("Authorization", "Bearer " + tokens.token("operator")));
        assertThat(Json.tree(shown.body())).isEqualTo(taken);
        assertThat(send(HttpRequest.newBuilder(uri("/api/toy/census"))
                                .header("Authorization", "Bearer " + tokens.token("keeper")))
                        .statusCode())
                .isEqualTo(403);
        JsonNode gauge = Json.tree(internal(HttpRequest.newBuilder(uri("/actuator/metrics/plenary.census.differences")))
                .body());
        assertThat(gauge.path("measurements").path(0).path("value").asLong())
                .isEqualTo(taken.path("differences").asLong());
        assertThat(gauge(toy, "plenary.census.unreached"))
                .as("membership is not here")
                .isOne();
        assertThat(gauge(toy, "plenary.census.age")).isBetween(0.0, 600.0);
        assertThat(kernelHealth().path("censusUnreached").toString()).contains("membership");
        assertThat(get("/actuator/metrics/plenary.census.differences").statusCode())
                .isEqualTo(401);
        assertThat(named)
                .contains("\"where\":\"view.jars\",\"stream\":\"" + behind + "\",\"has\":1,\"head\":2")
                .contains("\"stream\":\"" + invented + "\",\"has\":7,\"head\":1")
                .contains("\"stream\":\"jar-nobodys\",\"has\":2,\"head\":0");
        rebuild("view.jars", true);
        jars.deleteOne(eq("_id", "jar-nobodys"));
        jars.deleteOne(eq("_id", invented));
        rebuild("view.jars", true);
        assertThat(census().path("named").toString()).doesNotContain(behind, invented, "jar-nobodys");
    }

    private static double gauge(ConfigurableApplicationContext service, String name) {
        return service.getBean(MeterRegistry.class).get(name).gauge().value();
    }

    private JsonNode census() throws Exception {
        HttpResponse<String> answer =
                internal(HttpRequest.newBuilder(uri("/internal/census")).POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.tree(answer.body());
    }

    private JsonNode rebuild(String collection, boolean replace) throws Exception {
        HttpResponse<String> answer =
                internal(HttpRequest.newBuilder(uri("/internal/rebuild/" + collection + "?replace=" + replace))
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.tree(answer.body());
    }

    @Test
    void two_instances_that_nobody_gave_a_name_share_the_feed_and_stop_neither() throws Exception {
        try (ConfigurableApplicationContext second = started("shared");
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            await().atMost(60, SECONDS).until(() -> {
                Collection<MemberDescription> members = admin.describeConsumerGroups(List.of("toy"))
                        .describedGroups()
                        .get("toy")
                        .get()
                        .members();
                return members.size() == 2
                        && members.stream()
                                .allMatch(m -> m.groupInstanceId().isEmpty()
                                        && !m.assignment().topicPartitions().isEmpty());
            });
            assertThat(second.getBean(FeedContainer.class).running()).isTrue();
            for (String of : List.of("differences", "unreached", "age")) {
                assertThat(gauge(second, "plenary.census." + of))
                        .as("before its first")
                        .isNaN();
            }
            assertThat(toy.getBean(FeedContainer.class).running()).isTrue();
        }
    }

    @Test
    void a_service_that_hears_no_more_says_so() throws Exception {
        BindingsLifecycleController bindings = toy.getBean(BindingsLifecycleController.class);
        await().atMost(60, SECONDS)
                .until(() -> kernelHealth().path("feedRunning").asBoolean());
        bindings.stop("feed-in-0");
        assertThat(kernelHealth().path("feedRunning").asBoolean()).isFalse();
        assertThat(get("/actuator/health").statusCode()).isEqualTo(503);
        bindings.start("feed-in-0");
        await().atMost(60, SECONDS)
                .until(() -> get("/actuator/health").statusCode() == 200
                        && kernelHealth().path("feedRunning").asBoolean());
    }

    private JsonNode kernelHealth() {
        return Json.tree(get("/actuator/health").body())
                .path("components")
                .path("kernel")
                .path("details");
    }

    @Test
    void a_body_is_read_by_services_only() throws Exception {
        String body = toy.getBean(Bodies.class)
                .keep("jar-1|k", "h", 0, "Confidential.")
                .body();
        assertThat(get("/internal/bodies/" + body).statusCode()).isEqualTo(401);
        HttpResponse<String> read = internal(HttpRequest.newBuilder(uri("/internal/bodies/" + body)));
        assertThat(read.body()).isEqualTo("Confidential.");
        assertThat(internal(HttpRequest.newBuilder(uri("/internal/bodies/none")))
                        .statusCode())
                .isEqualTo(404);
    }
}
