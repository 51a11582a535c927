package org.plenary.kernel.redaction;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.bson.Document;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.body.FileBodies;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.redaction.RedactionCommand.NoteDestroyed;
import org.plenary.kernel.redaction.RedactionEvent.EventRedacted;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.upkeep.Upkeep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys what two people redacted, and again whatever comes back of it with an older copy of the store: at every start,
 * and every {@link #AGAIN_EVERY}. Several instances may do the same at once.
 */
public final class Redactions implements Upkeep.Work {
    /** How often it is looked whether everything redacted is still gone. */
    public static final Duration AGAIN_EVERY = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Redactions.class);
    /** Orders carried out at a turn at most. */
    private static final int AT_ONCE = 100;

    private final Redaction redaction;
    private final Documents view;
    private final Bodies bodies;
    private final FileBodies files;
    private final CommandHandler handler;
    private final InstantSource clock;
    private final Set<String> failing = new HashSet<>();
    /** Orders that the last turn left as they were: the next one looks at so many more, so that they keep none waiting. */
    private int inVain;

    private Instant again = Instant.MIN;
    private boolean started;

    /**
     * Of one service.
     *
     * @param view that {@link RedactionsList#view} defines; an order is found there and believed by the stream only
     */
    public Redactions(
            Redaction redaction,
            Documents view,
            Bodies bodies,
            FileBodies files,
            CommandHandler handler,
            InstantSource clock) {
        this.redaction = redaction;
        this.view = view;
        this.bodies = bodies;
        this.files = files;
        this.handler = handler;
        this.clock = clock;
    }

    @Override
    public void run() {
        Set<String> failed = new HashSet<>();
        int left = 0;
        for (Document d : view.where("standing", RedactionsList.ORDERED, AT_ONCE + inVain)) {
            left += attempt(d, failed, true) ? 0 : 1;
        }
        inVain = left;
        Instant now = clock.instant();
        if (!now.isBefore(again)) {
            // All of it is looked at: redactions are rare, and each costs reads by exact ids.
            for (Document d : view.all()) {
                if (d.getString("standing").equals(RedactionsList.REDACTED)) {
                    attempt(d, failed, !started);
                }
            }
            started = true;
            again = now.plus(AGAIN_EVERY);
        }
        failing.retainAll(failed);
    }

    /**
     * One that fails keeps no other waiting; it is told once, until it went well again.
     *
     * @return whether it is carried out
     */
    private boolean attempt(Document listed, Set<String> failed, boolean whole) {
        String content = listed.getString("content");
        if (content == null) {
            return false; // what opens an event is the record's to destroy
        }
        String stream = Redaction.stream(handler.service(), content);
        try {
            return carryOut(stream, whole);
        } catch (RuntimeException e) {
            failed.add(stream);
            if (failing.add(stream)) {
                LOG.error("{} redactions: {} waits: {}", handler.service(), stream, Parked.withoutWords(e));
            }
            return false;
        }
    }

    /** @param whole whether also to look for pieces that lie about where a tombstone stands already */
    private boolean carryOut(String stream, boolean whole) {
        RedactionState state = handler.read(redaction, stream).state();
        EventRedacted confirmed = state.confirmed();
        if (confirmed == null || confirmed.content() == null) {
            return false;
        }
        String content = confirmed.content();
        if (whole || !bodies.destroyed(content) || !files.destroyed(content)) {
            boolean text = bodies.destroy(content, stream);
            boolean file = files.destroy(content, stream);
            if (text || file) {
                LOG.info("{} destroyed body {} by {}", handler.service(), content, stream);
            }
        }
        if (state.destroyedAt() == null) {
            Request request = Request.ofService(
                    handler.service(),
                    NoteDestroyed.class.getSimpleName(),
                    Ids.v5(stream + "|destroyed"),
                    Json.millis(clock.instant()),
                    stream,
                    null);
            handler.handle(redaction, stream, new NoteDestroyed(), request);
        }
        return true;
    }
}
