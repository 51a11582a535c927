package org.plenary.record;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.FeedConsumer;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.json.Json;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.LogStore.Opening;
import org.plenary.tlog.Leaf;

/**
 * Gives every event of every service its place in the log, once: salt first, so that a repetition builds the same leaf;
 * then the entry, whose unique key tells a repetition and whose unique index tells another sequencer.
 */
final class Sequencer implements FeedConsumer.Undecodable {
    private final LogStore store;
    private final SecureRandom random = new SecureRandom();
    private long next = -1;

    Sequencer(LogStore store) {
        this.store = store;
    }

    /** When any service records an event, sequence it. */
    void whenAnythingHappensSequenceIt(Envelope event, Reaction.Commands commands) {
        byte[] salt = new byte[Leaf.SALT_BYTES];
        random.nextBytes(salt);
        String rest = rest(event);
        Opening opening = store.open(event.id(), salt, rest);
        if (!opening.rest().equals(rest)) {
            throw new IllegalStateException("another event stands as " + event.id());
        }
        append(
                event.id(),
                Leaf.of(
                        event.service(),
                        event.stream(),
                        event.version(),
                        event.id(),
                        event.type(),
                        event.recordedAt().toString(),
                        Leaf.commitment(opening.salt(), rest)));
    }

    @Override
    public void heard(String topic, String partition, String offset, byte[] value) {
        append(
                "unparsed|" + topic + "|" + partition + "|" + offset,
                Leaf.unparsed(topic, Long.parseLong(partition), Long.parseLong(offset), value));
    }

    /** Everything of the event that its leaf does not say. */
    static String rest(Envelope e) {
        Map<String, Object> rest = new LinkedHashMap<>();
        rest.put("data", e.tree());
        rest.put("actor", e.meta().actor());
        put(rest, "onBehalfOf", e.meta().onBehalfOf());
        rest.put("receivedAt", e.meta().receivedAt().toString());
        put(rest, "validFrom", e.validFrom() == null ? null : e.validFrom().toString());
        rest.put("forum", e.meta().forum());
        rest.put("audience", e.meta().audience());
        rest.put("correlation", e.meta().correlation());
        put(rest, "causation", e.meta().causation());
        return Json.write(rest);
    }

    private static void put(Map<String, Object> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private synchronized void append(String key, byte[] leaf) {
        if (next < 0) {
            next = store.head(Publisher.HEAD, Publisher.EMPTY).size();
        }
        while (!store.insert(new Entry(next, key, leaf))) {
            if (store.byKey(key).isPresent()) {
                return;
            }
            next++;
        }
        next++;
    }
}
