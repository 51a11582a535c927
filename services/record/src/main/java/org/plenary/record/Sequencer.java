package org.plenary.record;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.FeedConsumer;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.json.Json;
import org.plenary.record.LogStore.Draft;
import org.plenary.record.LogStore.Opening;
import org.plenary.tlog.Leaf;
import org.plenary.tlog.LeafForm;

/**
 * Gives every event of every service its place in the log, once: when any service records an event, sequence it. The
 * entry and its opening stand by one insert, whose unique key tells a repetition, which must be the same event, and
 * whose unique index tells another sequencer.
 */
final class Sequencer implements Reaction.Together, FeedConsumer.Undecodable {
    /** Characters that the members beside the data take, about. */
    private static final int RESERVED = 600;

    private static final String PASSED_OVER = "passedOver";

    /** Events that are drafted while as many before them are inserted; the insert takes the longer of the two. */
    static final int PART = 256;

    private final LogStore store;
    private final LogGate gate;
    private final SecureRandom random = new SecureRandom();
    /** Where the next entry goes if nobody else was faster. Below 0: not known. */
    private long next = -1;

    Sequencer(LogStore store, LogGate gate) {
        this.store = store;
        this.gate = gate;
    }

    @Override
    public void onAll(List<Envelope> events) {
        Map<String, Envelope> byKey = new LinkedHashMap<>();
        events.forEach(e -> byKey.put(e.id(), e));
        List<Envelope> left = List.copyOf(byKey.values());
        try {
            List<Draft> drafts = drafts(part(left));
            while (!drafts.isEmpty()) {
                left = left.subList(drafts.size(), left.size());
                List<Envelope> more = part(left);
                ForkJoinTask<List<Draft>> ahead =
                        more.isEmpty() ? null : ForkJoinPool.commonPool().submit(() -> drafts(more));
                append(drafts, byKey);
                drafts = ahead == null ? List.of() : ahead.join();
            }
        } catch (IllegalArgumentException e) {
            if (events.size() > 1 || !standsPassedOver(events.getFirst())) {
                throw e;
            }
        }
    }

    private static List<Envelope> part(List<Envelope> events) {
        return events.subList(0, Math.min(PART, events.size()));
    }

    /** No two leaves have anything to do with each other: canonical JSON and hashing take all cores. */
    private List<Draft> drafts(List<Envelope> events) {
        byte[] salts = new byte[Leaf.SALT_BYTES * events.size()];
        random.nextBytes(salts);
        return IntStream.range(0, events.size())
                .parallel()
                .mapToObj(i ->
                        draft(events.get(i), Arrays.copyOfRange(salts, i * Leaf.SALT_BYTES, (i + 1) * Leaf.SALT_BYTES)))
                .toList();
    }

    @Override
    public void heard(String topic, String partition, String offset, byte[] value) {
        Draft draft = new Draft(
                "unparsed|" + topic + "|" + partition + "|" + offset,
                Leaf.unparsed(topic, Long.parseLong(partition), Long.parseLong(offset), value),
                Optional.empty());
        append(List.of(draft), Map.of());
    }

    /**
     * An event that an operator passes over has its place too, else its stream would have a hole. Where its data has no
     * canonical form, the event's hash says which it was.
     */
    @Override
    public void passed(Envelope e) {
        check(e);
        byte[] salt = new byte[Leaf.SALT_BYTES];
        random.nextBytes(salt);
        Draft draft;
        try {
            draft = draft(e, salt);
        } catch (IllegalArgumentException noCanonicalForm) {
            String rest = rest(e, null);
            draft = new Draft(e.id(), leaf(e, salt, rest), Optional.of(Opening.standing(salt, rest)));
        }
        append(List.of(draft), Map.of());
    }

    private boolean standsPassedOver(Envelope e) {
        return store.opening(e.id())
                .filter(o -> o.salt() == null || passedOver(o, e))
                .isPresent();
    }

    private static boolean passedOver(Opening standing, Envelope e) {
        String rest = standing.rest();
        return rest != null
                && rest.contains(PASSED_OVER)
                && Json.tree(rest).path(PASSED_OVER).path("sha256").asString("").equals(e.hash());
    }

    /** What a foreign record claims to be may be such that nobody would accept its leaf. */
    @Override
    public void check(Envelope e) {
        LeafForm.require(e.service(), e.stream(), e.version(), e.id(), e.type(), e.recordedAt());
    }

    private Draft draft(Envelope e, byte[] salt) {
        check(e);
        String rest = rest(e);
        return new Draft(e.id(), leaf(e, salt, rest), Optional.of(Opening.standing(salt, rest)));
    }

    private static byte[] leaf(Envelope e, byte[] salt, String rest) {
        return Leaf.of(
                e.service(),
                e.stream(),
                e.version(),
                e.id(),
                e.type(),
                e.recordedAt().toString(),
                Leaf.commitmentOfCanonical(salt, rest));
    }

    /**
     * Everything of the event that its leaf does not say, as canonical JSON: its members in their order, so that only
     * the data is taken apart and sorted.
     */
    static String rest(Envelope e) {
        return rest(e, Leaf.canonicalText(e.data()));
    }

    /** @param data null where it has no canonical form, of an event that is passed over */
    private static String rest(Envelope e, @Nullable String data) {
        StringBuilder rest = new StringBuilder(RESERVED + e.data().length()).append('{');
        put(rest, "actor", e.meta().actor());
        put(rest, "audience", e.meta().audience());
        put(rest, "causation", e.meta().causation());
        put(rest, "correlation", e.meta().correlation());
        if (data != null) {
            rest.append("\"data\":").append(data).append(',');
        }
        put(rest, "forum", e.meta().forum());
        put(rest, "onBehalfOf", e.meta().onBehalfOf());
        if (data == null) {
            rest.append("\"" + PASSED_OVER + "\":{\"sha256\":\"")
                    .append(e.hash())
                    .append("\"},");
        }
        put(rest, "receivedAt", e.meta().receivedAt().toString());
        put(rest, "validFrom", e.validFrom() == null ? null : e.validFrom().toString());
        rest.setCharAt(rest.length() - 1, '}');
        return rest.toString();
    }

    private static void put(StringBuilder rest, String name, @Nullable String value) {
        if (value != null) {
            rest.append('"')
                    .append(name)
                    .append("\":")
                    .append(Leaf.quoted(value))
                    .append(',');
        }
    }

    private synchronized void append(List<Draft> drafts, Map<String, Envelope> events) {
        List<Draft> left = drafts;
        while (!left.isEmpty()) {
            List<Draft> now = left;
            int done = gate.during(() -> placed(now));
            left = left.subList(done, left.size());
            if (!left.isEmpty()) {
                Set<String> known = same(left, events);
                if (!known.contains(left.getFirst().key())) {
                    next = store.end(next);
                }
                left = left.stream().filter(d -> !known.contains(d.key())).toList();
            }
        }
    }

    private int placed(List<Draft> drafts) {
        long at = place();
        next = -1; // unless this insert is answered, nobody knows what stands
        int done = store.insert(at, drafts);
        next = at + done;
        return done;
    }

    /** The entry before it is looked at each time: a store may be put back to an older copy under a running service. */
    private long place() {
        boolean follows = next == 0 || next > 0 && store.at(next - 1).isPresent();
        return follows
                ? next
                : store.end(store.head(TreeWriter.HEAD, TreeWriter.EMPTY).size());
    }

    /**
     * The keys of those that stand already.
     *
     * @throws IllegalStateException where another event stands as one of them
     */
    private Set<String> same(List<Draft> drafts, Map<String, Envelope> events) {
        Set<String> known = new HashSet<>();
        for (Draft standing : store.standing(drafts.stream().map(Draft::key).toList())) {
            known.add(standing.key());
            Envelope event = events.get(standing.key());
            if (event != null && !repeats(event, standing)) {
                throw new IllegalStateException("another event stands as " + standing.key());
            }
        }
        return known;
    }

    /**
     * The leaf says it all, its commitment speaks for the rest. What is destroyed or lost cannot be compared, so a
     * repetition of it is taken for one.
     */
    private static boolean repeats(Envelope event, Draft standing) {
        Opening opening = standing.opening().orElseThrow();
        byte[] salt = opening.salt();
        return salt == null
                || passedOver(opening, event)
                || Arrays.equals(leaf(event, salt, rest(event)), standing.leaf());
    }
}
