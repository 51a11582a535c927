package org.plenary.record;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.redaction.Redactions;
import org.plenary.kernel.upkeep.Upkeep;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.RedactedStore.Redacted;
import org.plenary.record.search.SearchConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Destroys what opens the entries of redacted events: when it hears of it, or as soon as the entry is there; and again
 * whatever an older copy of the log's store brings back. Leaf, index and proof stay. A service redacts what is its own.
 */
final class Redacting implements Reaction.Together, Upkeep.Work {
    /** How often it is looked whether an awaited entry is there. */
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final String CONFIRMED = "org.plenary.kernel.EventRedacted.v1";
    private static final int AT_ONCE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Redacting.class);

    private final RedactedStore redacted;
    private final LogStore log;
    private final SearchConfiguration.Forgetting index;
    private final InstantSource clock;
    private Instant again = Instant.MIN;

    Redacting(RedactedStore redacted, LogStore log, SearchConfiguration.Forgetting index, InstantSource clock) {
        this.redacted = redacted;
        this.log = log;
        this.index = index;
        this.clock = clock;
    }

    /** When a second person confirmed a redaction, destroy what opens the event. */
    @Override
    public void onAll(List<Envelope> events) {
        events.stream().filter(e -> e.type().equals(CONFIRMED)).forEach(e -> destroy(redacted.keep(e)));
    }

    /** What two people decided is carried out, whatever else could not be done with their event. */
    @Override
    public void passed(Envelope event) {
        try {
            onAll(List.of(event));
        } catch (JacksonException e) {
            LOG.error("{} is passed over, and what it redacts is not known: {}", event.id(), Parked.withoutWords(e));
        }
    }

    private static String service(Entry entry) {
        return Json.tree(new String(entry.leaf(), StandardCharsets.UTF_8))
                .path("service")
                .asString("");
    }

    /** The redacted event may come later than its redaction: they are of two streams. */
    @Override
    public void run() {
        redacted.pending(AT_ONCE).forEach(this::destroy);
        Instant now = clock.instant();
        if (!now.isBefore(again)) {
            redacted.all().forEach(this::destroy);
            again = now.plus(Redactions.AGAIN_EVERY);
        }
    }

    private void destroy(Redacted r) {
        Entry entry = log.byKey(r.event()).orElse(null);
        if (entry == null) {
            return; // awaited
        }
        Redacted own = redacted.settle(r.event(), service(entry)).orElse(null);
        if (own != null && log.destroy(own.event(), own.redaction())) {
            redacted.done(own.event());
            index.forget(own.event());
        }
    }
}
