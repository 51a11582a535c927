package org.plenary.infra.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Meta;
import org.plenary.tlog.Leaf;

/** Events that never happened, of the shape and size of those that do; the same for the same seed. */
final class Synthetic {
    private static final Instant BEGAN = Instant.parse("2027-01-20T03:00:00.123Z");
    private static final String TYPE = "org.plenary.agenda.ItemSubmitted.v1";
    private static final String FORUM = "forum-00000000-0000-4000-8000-000000000001";
    private static final int NOTE = 300;
    private static final int EVENTS_OF_A_STREAM = 6;

    private Synthetic() {}

    /** Events of streams of six each, one after the other. */
    static List<Envelope> events(long seed, int count) {
        Random random = new Random(seed);
        List<Envelope> events = new ArrayList<>(count);
        String stream = "";
        for (int i = 0; i < count; i++) {
            long version = 1 + i % EVENTS_OF_A_STREAM;
            if (version == 1) {
                stream = "item-" + new UUID(random.nextLong(), random.nextLong());
            }
            Instant at = BEGAN.plusMillis(200L * i);
            Meta meta = new Meta(at, "th.focal", null, FORUM, "forum", "c-" + stream, null, null);
            String data = Json.write(Map.of(
                    "meeting",
                    "meeting-" + new UUID(random.nextLong(), random.nextLong()),
                    "party",
                    "th",
                    "title",
                    "Synthetic item " + i,
                    "objectives",
                    List.of(1, 2),
                    "memorandumCommitment",
                    hex(random),
                    "note",
                    "n".repeat(NOTE)));
            events.add(new Envelope(
                    "agenda", stream, version, stream + "@" + version, TYPE, at, null, version, meta, data));
        }
        return events;
    }

    /** Leaves as the sequencer makes them, 330 bytes each. */
    static List<byte[]> leaves(long seed, int count) {
        Random random = new Random(seed);
        List<byte[]> leaves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String stream = "item-" + new UUID(random.nextLong(), random.nextLong());
            String at = BEGAN.plusMillis(200L * i).toString();
            leaves.add(Leaf.of("agenda", stream, 1, stream + "@1", TYPE, at, hex(random)));
        }
        return leaves;
    }

    /** The n-th entry of a log that says that it is synthetic. */
    static byte[] entry(long n) {
        return ("synthetic entry " + n).getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
