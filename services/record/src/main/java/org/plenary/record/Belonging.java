package org.plenary.record;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.upkeep.Upkeep;
import org.plenary.record.LogStore.Entry;
import tools.jackson.databind.JsonNode;

/**
 * What belongs to a meeting, told from the log alone: a stream whose first event says of which meeting it is; and one
 * that says of none, where it names the meeting or a stream that belongs to it. Follows the log, entry by entry.
 */
final class Belonging implements Upkeep.Work {
    /** Entries looked at in one step. */
    static final int STEP = 256;

    /** How often it is looked whether there is more. */
    static final Duration EVERY = Duration.ofMillis(250);

    private static final String MEETING = "meeting-";
    /** Streams that nothing belongs to by being named: everything names a forum, and people and parties meet often. */
    private static final Pattern OF_MANY = Pattern.compile("(forum|person|party)-.*");

    /** Also as a part of an event's id: a redaction names nothing else. */
    private static final Pattern STREAM = Pattern.compile("([a-z]{2,20}-[a-z0-9-]{8,100})(@[0-9]{1,15})?");
    /** What streams are noted with of whose first event nothing is known here. */
    private static final String UNTOLD = "untold";

    private static final byte[] FIRST = "\"version\":1}".getBytes(StandardCharsets.UTF_8);

    private final LogStore log;
    private final NamingStore names;

    Belonging(LogStore log, NamingStore names) {
        this.log = log;
        this.names = names;
    }

    /** Whether everything before this index of the log is looked at. */
    boolean knows(long size) {
        return names.next() >= size;
    }

    /** The meeting's own stream first, then all that belong to it, at most so many. */
    List<String> streams(String meeting, int max) {
        Set<String> all = new LinkedHashSet<>(List.of(meeting));
        Queue<String> next = new ArrayDeque<>(all);
        while (!next.isEmpty() && all.size() < max) {
            for (String stream : names.naming(next.remove(), max)) {
                if (all.size() < max && all.add(stream)) {
                    next.add(stream);
                }
            }
        }
        return new ArrayList<>(all);
    }

    /** Looks at what was sequenced since; whether there may be more. */
    boolean step() {
        long from = names.next();
        List<Entry> entries = log.from(from, STEP);
        for (Entry e : entries) {
            if (first(e.leaf())) {
                log.opening(e.key())
                        .flatMap(o -> Optional.ofNullable(o.rest()))
                        .map(rest -> Json.tree(rest).path("data"))
                        .filter(JsonNode::isObject)
                        .ifPresentOrElse(
                                data -> note(stream(e.key()), data), () -> names.note(UNTOLD, stream(e.key())));
            }
        }
        if (!entries.isEmpty()) {
            names.next(from + entries.size());
        }
        return entries.size() == STEP;
    }

    /** Streams of which it is not known whether they belong to anything: what opens their first event was gone. */
    long untold() {
        return names.howMany(UNTOLD);
    }

    private static String stream(String key) {
        return key.substring(0, key.indexOf('@'));
    }

    private void note(String stream, JsonNode data) {
        named(stream, data).forEach(n -> names.note(n, stream));
    }

    /** Which streams the first event of a stream puts it with. */
    static Set<String> named(String stream, JsonNode data) {
        if (stream.startsWith(MEETING)) {
            return Set.of();
        }
        String meeting = data.path("meeting").asString("");
        if (!meeting.isEmpty()) {
            return Set.of(meeting);
        }
        Set<String> found = new TreeSet<>();
        collect(data, found);
        found.remove(stream);
        return found;
    }

    private static void collect(JsonNode node, Set<String> found) {
        if (node.isString()) {
            Matcher named = STREAM.matcher(node.asString());
            if (named.matches() && !OF_MANY.matcher(named.group(1)).matches()) {
                found.add(named.group(1));
            }
        }
        node.forEach(child -> collect(child, found));
    }

    /** The leaf is canonical JSON, so that its version stands last. */
    private static boolean first(byte[] leaf) {
        int from = leaf.length - FIRST.length;
        return from > 0 && java.util.Arrays.equals(leaf, from, leaf.length, FIRST, 0, FIRST.length);
    }

    /** Looks at all that was sequenced since; an interrupt ends it after a step. */
    @Override
    public void run() {
        while (step() && !Thread.currentThread().isInterrupted()) {
            // there may be more
        }
    }
}
