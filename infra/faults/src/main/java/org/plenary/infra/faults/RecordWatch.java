package org.plenary.infra.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.plenary.infra.local.PublicApi;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;
import org.plenary.tlog.WitnessPolicy;
import tools.jackson.databind.JsonNode;

/** Somebody outside who keeps the log's checkpoints while things break, and in the end verifies all of the log by them. */
final class RecordWatch {
    /** Checkpoints kept at most; each is verified by hashing the log up to it. */
    private static final int KEPT_MAX = 100;

    private final PublicApi api;
    private final TreeMap<Long, String> kept = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    RecordWatch(PublicApi api) {
        this.api = api;
    }

    /** Keeps the checkpoint of now, where the log answers. */
    void look() {
        try {
            PublicApi.Answer answer = api.get(null, "/record/checkpoint");
            if (answer.ok() && kept.size() < KEPT_MAX) {
                long size =
                        Checkpoint.parse(SignedNote.parse(answer.body()).text()).size();
                String before = kept.put(size, answer.body());
                if (before != null && !root(before).equals(root(answer.body()))) {
                    violations.add("two roots at size " + size);
                }
            }
        } catch (UncheckedIOException e) {
            // it is away, as it may be
        }
    }

    private static String root(String note) {
        return SignedNote.parse(note).text();
    }

    /** Every event has its leaf, every tile is what the leaves make, and every checkpoint seen is a beginning of the log. */
    List<String> verified(Map<String, Envelope> events, long unreadable) {
        SignedNote note = SignedNote.parse(api.get(null, "/record/checkpoint").body());
        LogKey key = LogKey.parse(api.get(null, "/record/vkey").body());
        Checkpoint head = Checkpoint.parse(note.text());
        List<byte[]> entries = entries(head.size());
        List<byte[]> hashes = entries.stream().map(Hashing::leaf).toList();
        Map<TilePath, byte[]> tiles = new HashMap<>(Tree.grow(0, hashes, p -> new byte[0]));
        WitnessPolicy policy =
                WitnessPolicy.parse(api.get(null, "/record/policy").body());
        witnessed(head.size(), note, policy);
        kept.forEach((size, seen) -> witnessed(size, SignedNote.parse(seen), policy));
        if (!note.signedBy(key) || !Arrays.equals(new Tree(head.size(), tiles::get).root(), head.root())) {
            violations.add("the checkpoint does not sign what is published");
        }
        tiles.forEach((path, made) -> {
            if (!Arrays.equals(bytes(path.toString()), made)) {
                violations.add("tile " + path + " is not what the leaves make");
            }
        });
        kept.forEach((size, seen) -> beginning(size, SignedNote.parse(seen), key, hashes));
        leaves(entries, events, unreadable);
        return violations;
    }

    /** Whatever was killed, nothing is published that too few witnesses cosigned; but a log begins with nothing to cosign. */
    private void witnessed(long size, SignedNote seen, WitnessPolicy policy) {
        try {
            if (size > 0 && !policy.judge(seen).quorum()) {
                violations.add("the checkpoint of size " + size + " was published without the witnesses' quorum");
            }
        } catch (IllegalArgumentException e) {
            violations.add("the checkpoint of size " + size + " is not one of the policy's log: " + e.getMessage());
        }
    }

    private void beginning(long size, SignedNote seen, LogKey key, List<byte[]> hashes) {
        if (size > hashes.size()) {
            violations.add("a checkpoint of size " + size + " was signed, and the log has " + hashes.size());
            return;
        }
        Map<TilePath, byte[]> tiles = Tree.grow(0, hashes.subList(0, Math.toIntExact(size)), p -> new byte[0]);
        boolean same = Arrays.equals(
                new Tree(size, tiles::get).root(), Checkpoint.parse(seen.text()).root());
        if (!seen.signedBy(key) || !same) {
            violations.add("the checkpoint seen at size " + size + " is no beginning of the log");
        }
    }

    private void leaves(List<byte[]> entries, Map<String, Envelope> events, long unreadable) {
        Set<String> recorded = new HashSet<>();
        long unparsed = 0;
        for (byte[] entry : entries) {
            JsonNode leaf = Json.tree(new String(entry, StandardCharsets.UTF_8));
            String id = leaf.path("id").asString("");
            if (id.isEmpty()) {
                unparsed++;
                continue;
            }
            if (!recorded.add(id)) {
                violations.add(id + " has two leaves");
            }
            Envelope event = events.get(id);
            if (event == null || !says(leaf, event)) {
                violations.add("the leaf of " + id + " says something else than Kafka");
            }
        }
        events.keySet().stream()
                .filter(id -> !recorded.contains(id))
                .forEach(id -> violations.add(id + " has no leaf"));
        if (unparsed != unreadable) {
            violations.add(unparsed + " leaves of records that are no event, and Kafka has " + unreadable);
        }
    }

    private static boolean says(JsonNode leaf, Envelope e) {
        return leaf.path("service").asString("").equals(e.service())
                && leaf.path("stream").asString("").equals(e.stream())
                && leaf.path("version").asLong() == e.version()
                && leaf.path("type").asString("").equals(e.type())
                && Instant.parse(leaf.path("recordedAt").asString("")).equals(e.recordedAt());
    }

    private List<byte[]> entries(long size) {
        List<byte[]> entries = new ArrayList<>();
        for (long tile = 0; tile * TilePath.FULL < size; tile++) {
            int width = (int) Math.min(TilePath.FULL, size - tile * TilePath.FULL);
            entries.addAll(
                    EntryBundle.decode(bytes(TilePath.entries(tile, width).toString())));
        }
        return entries;
    }

    private byte[] bytes(String path) {
        try (var in = URI.create(api.base() + "/record/" + path).toURL().openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
