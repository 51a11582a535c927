package org.plenary.infra.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.plenary.infra.local.PublicApi;
import org.plenary.infra.local.PublicApi.Answer;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.store.Meta;
import tools.jackson.databind.JsonNode;

/**
 * Records that no service sent: one that is no event, and one that claims to be an event far ahead of its stream. Both
 * stop those who hear them, until the operator has seen to each.
 */
final class Poison {
    /** What a forged event says it is: no service makes it, so it is known wherever it turns up. */
    static final String FORGED = "org.plenary.poison.Forged.v1";

    private static final long FAR_AHEAD = 1_000_000;
    private static final int PARTITIONS = 12;
    private static final int SEND_SECONDS_MAX = 30;

    private final Cluster cluster;
    private final PublicApi api;
    private final Set<String> sent = new HashSet<>();
    private final Set<String> unexpected = new TreeSet<>();
    private long junk;
    private long forgeries;
    private int orders;

    Poison(Cluster cluster, PublicApi api) {
        this.cluster = cluster;
        this.api = api;
    }

    /** Sends both into the topic of the service that owns the stream, and returns when the record has stopped at both. */
    void spread(Random random, String service, String stream) {
        int before = waiting("record");
        String topic = CloudEvents.topic(service);
        byte[] noise = new byte[200];
        random.nextBytes(noise);
        Meta meta = new Meta(Instant.EPOCH, "nobody", null, "forum", "public", "poison", null, null);
        long version = FAR_AHEAD + random.nextInt(1_000);
        Envelope forged = new Envelope(
                service, stream, version, stream + "@" + version, FORGED, Instant.EPOCH, null, version, meta, "{}");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + cluster.port("broker.seen")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            RecordMetadata at = producer.send(
                            new ProducerRecord<>(topic, random.nextInt(PARTITIONS), stream.getBytes(UTF_8), noise))
                    .get(SEND_SECONDS_MAX, TimeUnit.SECONDS);
            sent.add(topic + "/" + at.partition() + "/" + at.offset());
            junk++;
            producer.send(CloudEvents.record(forged)).get(SEND_SECONDS_MAX, TimeUnit.SECONDS);
            sent.add(forged.id());
            forgeries++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the poison was not taken", e);
        }
        Cluster.await("the record to stop at the poison", () -> waiting("record") >= before + 2);
    }

    /** Records that are no event, so many were sent. */
    long junk() {
        return junk;
    }

    /** Forged events, so many were sent. */
    long forged() {
        return forgeries;
    }

    /** What stopped and was not poisoned: nothing should. */
    Set<String> unexpected() {
        return unexpected;
    }

    /** Sees to the poison in every service, as an operator would, until none waits; what else waits is left, and named. */
    void seenTo() {
        Cluster.await("no poison to wait for the operator", () -> {
            int waiting = 0;
            for (String service : Cluster.SERVICES) {
                waiting += list(service, "ORDERED").size();
                for (JsonNode stopped : list(service, "WAITING")) {
                    if (sent.contains(name(stopped))) {
                        waiting++;
                        order(service, stopped);
                    } else {
                        unexpected.add(service + " stopped at " + name(stopped) + ": "
                                + stopped.path("cause").asString(""));
                    }
                }
            }
            return waiting == 0;
        });
    }

    private static String name(JsonNode stopped) {
        String stream = stopped.path("stream").asString("");
        return stopped.path("kind").asString("").equals("UNREADABLE")
                ? stream
                : stream + "@" + stopped.path("stoppedAt").asLong();
    }

    private void order(String service, JsonNode stopped) {
        String path =
                "/api/" + service + "/parked-streams/" + stopped.path("id").asString();
        boolean heard = stopped.path("kind").asString().equals("HEARD");
        Answer read = api.get("operator", path);
        orders++;
        api.post(
                "operator",
                path + (heard ? "/replay" : "/pass-over"),
                Map.of("reason", "Poison of the fault run."),
                "poison-order-" + orders,
                read.etag());
    }

    private int waiting(String service) {
        return list(service, "WAITING").size();
    }

    private JsonNode list(String service, String standing) {
        String path = "/api/" + service + "/parked-streams?forum=operators&limit=200&standing=" + standing;
        return api.get("operator", path).json().path("items");
    }
}
