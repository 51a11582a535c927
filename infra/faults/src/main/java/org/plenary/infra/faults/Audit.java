package org.plenary.infra.faults;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.plenary.infra.local.PublicApi;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.record.domain.Checkpoint;
import org.plenary.record.domain.EntryBundle;
import org.plenary.record.domain.Hashing;
import org.plenary.record.domain.LogKey;
import org.plenary.record.domain.SignedNote;
import org.plenary.record.domain.TilePath;
import org.plenary.record.domain.Tree;
import tools.jackson.databind.JsonNode;

/** After a run, with everything up: each promise looked at where it was made, nothing believed. */
final class Audit {
    private static final int PARTITIONS = 12;
    private static final int NAMED_MAX = 20;

    private final Cluster cluster;
    private final Load load;
    private final PublicApi api;
    private final Map<String, Long> found = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> answered = new HashSet<>();
    private List<Envelope> all = List.of();

    Audit(Cluster cluster, Load load, PublicApi api) {
        this.cluster = cluster;
        this.load = load;
        this.api = api;
    }

    private void violated(String what, String which) {
        found.merge(what, 1L, Long::sum);
        if (violations.size() < NAMED_MAX) {
            violations.add(what + ": " + which);
        }
    }

    List<String> violations() {
        return violations;
    }

    /** How many of each kind: all zero, or a promise is broken. */
    Map<String, Long> run() throws IOException {
        for (String kind :
                List.of("lost", "doubled", "gaps", "viewsDifferent", "censusDifferent", "parked", "record")) {
            found.put(kind, 0L);
        }
        answers();
        Set<String> ids = published();
        census();
        views();
        record(ids);
        return found;
    }

    /** Every answer is given again; every event is one command's; every stream is as long as the answers say. */
    private void answers() throws IOException {
        Map<String, String> byEvent = new HashMap<>();
        Map<String, Long> events = new HashMap<>();
        for (Load.Acknowledged a : load.acknowledged()) {
            PublicApi.Answer again = api.post(a.user(), a.path(), a.body(), a.key(), null);
            if (!again.body().equals(a.answer())) {
                violated("lost", a.key() + " was answered " + a.answer() + ", now " + again.body());
            }
            JsonNode answer = Json.tree(a.answer());
            for (JsonNode e : answer.path("events")) {
                String other = byEvent.put(e.asString(), a.key());
                if (other != null && !other.equals(a.key())) {
                    violated("doubled", e.asString() + " answers " + other + " and " + a.key());
                }
                events.merge(answer.path("stream").asString(), 1L, Long::sum);
            }
        }
        for (Map.Entry<String, Long> e : events.entrySet()) {
            if (e.getKey().equals(load.meeting()) || !e.getKey().startsWith("document-")) {
                continue; // other services add to these by their own commands
            }
            long head = Json.tree(cluster.internal("GET", "outcomes", "/internal/heads?stream=" + e.getKey()))
                    .path(e.getKey())
                    .asLong();
            if (head != e.getValue()) {
                violated(head < e.getValue() ? "lost" : "doubled", e.getKey() + " has " + head + " events");
            }
        }
        long presence = 0;
        for (Load.Acknowledged a : load.acknowledged()) {
            presence += a.path().endsWith("/record-presence")
                    ? Json.tree(a.answer()).path("events").size()
                    : 0;
        }
        long recorded = published("meeting", load.meeting()).stream()
                .filter(e -> e.name().equals("PresenceRecorded"))
                .map(Envelope::id)
                .distinct()
                .count();
        if (recorded != presence) {
            violated(
                    recorded < presence ? "lost" : "doubled", recorded + " presences recorded, " + presence + " asked");
        }
        answered.addAll(byEvent.keySet());
    }

    private List<Envelope> published(String service, String stream) {
        return everything().stream()
                .filter(e -> e.service().equals(service) && e.stream().equals(stream))
                .toList();
    }

    /** First deliveries are in order without a gap, repetitions are the same, and every answered event is there. */
    private Set<String> published() {
        Map<String, Long> heads = new HashMap<>();
        Map<String, String> hashes = new HashMap<>();
        for (Envelope e : everything()) {
            String before = hashes.putIfAbsent(e.id(), e.hash());
            if (before == null) {
                long expected = heads.merge(e.stream(), 1L, Long::sum);
                if (e.version() != expected) {
                    violated("gaps", e.id() + " came where version " + expected + " was next");
                }
            } else if (!before.equals(e.hash())) {
                violated("doubled", e.id() + " was published with other content");
            }
        }
        answered.stream()
                .filter(id -> !hashes.containsKey(id))
                .forEach(id -> violated("lost", id + " is not in Kafka"));
        return hashes.keySet();
    }

    private List<Envelope> everything() {
        if (!all.isEmpty()) {
            return all;
        }
        List<Envelope> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + cluster.port("broker.seen")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String s : Cluster.SERVICES) {
                for (int p = 0; p < PARTITIONS; p++) {
                    partitions.add(new TopicPartition(CloudEvents.topic(s), p));
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Cluster.await("what Kafka has", () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> read(r.headers(), r.value(), read));
                return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
            });
        }
        all = read;
        return read;
    }

    private static void read(org.apache.kafka.common.header.Headers headers, byte[] value, List<Envelope> read) {
        try {
            Envelope event = CloudEvents.envelope(headers, value);
            if (!event.type().equals(Poison.FORGED)) {
                read.add(event);
            }
        } catch (RuntimeException e) {
            // the junk that the run itself sent
        }
    }

    /** Each service's heads against its views, its copies and the log; what is under way is waited for. */
    private void census() throws IOException {
        for (String service : Cluster.SERVICES) {
            JsonNode report = Json.tree(cluster.internal("POST", service, "/internal/census"));
            report.path("named").forEach(d -> violated("censusDifferent", service + " " + d));
            report.path("unreached").forEach(d -> violated("censusDifferent", service + " did not reach " + d));
            JsonNode health = Json.tree(cluster.internal("GET", service, "/actuator/health"))
                    .path("components")
                    .path("kernel")
                    .path("details");
            long parked = health.path("parkedStreams").asLong();
            if (parked != 0) {
                violated("parked", service + " has parked " + parked);
            }
        }
    }

    /** Every view and copy, built again from its events, byte for byte. */
    private void views() throws IOException {
        for (String service : Cluster.SERVICES) {
            for (JsonNode name : Json.tree(cluster.internal("GET", service, "/internal/rebuild"))) {
                JsonNode report = Json.tree(cluster.internal("POST", service, "/internal/rebuild/" + name.asString()));
                for (String kind : List.of("different", "unread")) {
                    report.path(kind)
                            .forEach(d -> violated("viewsDifferent", service + " " + name.asString() + " " + d));
                }
            }
        }
    }

    /** The log holds every event, and its published tiles are what its checkpoint signs. */
    private void record(Set<String> ids) {
        SignedNote note = SignedNote.parse(api.get(null, "/record/checkpoint").body());
        LogKey key = LogKey.parse(api.get(null, "/record/vkey").body());
        Checkpoint head = Checkpoint.parse(note.text());
        List<byte[]> entries = new ArrayList<>();
        for (long tile = 0; tile * TilePath.FULL < head.size(); tile++) {
            int width = (int) Math.min(TilePath.FULL, head.size() - tile * TilePath.FULL);
            entries.addAll(
                    EntryBundle.decode(bytes(TilePath.entries(tile, width).toString())));
        }
        Map<TilePath, byte[]> tiles =
                new HashMap<>(Tree.grow(0, entries.stream().map(Hashing::leaf).toList(), p -> new byte[0]));
        if (!note.signedBy(key) || !java.util.Arrays.equals(new Tree(head.size(), tiles::get).root(), head.root())) {
            violated("record", "the checkpoint does not sign what is published");
        }
        Set<String> recorded = new HashSet<>();
        for (byte[] leaf : entries) {
            String id = Json.tree(new String(leaf, java.nio.charset.StandardCharsets.UTF_8))
                    .path("id")
                    .asString("");
            if (!id.isEmpty() && !recorded.add(id)) {
                violated("record", id + " has two leaves");
            }
        }
        ids.stream().filter(id -> !recorded.contains(id)).forEach(id -> violated("record", id + " has no leaf"));
    }

    private byte[] bytes(String path) {
        try (var in = URI.create(api.base() + "/record/" + path).toURL().openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
