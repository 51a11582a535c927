package org.plenary.kernel.redaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.redaction.RedactionEvent.EventRedacted;
import org.plenary.kernel.redaction.RedactionEvent.RedactionProposed;

/**
 * What stands in a redacted body's place: who, why, when. From the instant of the second person's word, whether the
 * bytes are gone already or not.
 */
public final class Tombstones {
    /** In the place of a text that nobody redacted and that is not there: a restore from Kafka does not bring it back. */
    public static final String LOST = "(lost; only a backup may have it)";

    private final String service;
    private final Streams streams;
    private final Redaction redaction;
    private final Bodies bodies;
    private final RedactableEvents events;

    /** Of one service. */
    public Tombstones(String service, Streams streams, Redaction redaction, Bodies bodies, RedactableEvents events) {
        this.service = service;
        this.streams = streams;
        this.redaction = redaction;
        this.bodies = bodies;
        this.events = events;
    }

    /**
     * Shows what a body says under the field's name; where it was redacted, the tombstone in {@code redacted}. Who may
     * propose redactions is told its id, in {@code bodies}.
     */
    public void show(Map<String, Object> shown, String field, String content, Standing reader) {
        if (!buried(shown, field, content, reader)) {
            shown.put(field, bodies.text(content).orElse(LOST));
        }
    }

    /** The same of a file, which is given out elsewhere: {@code value} is what is shown of it here. */
    public void show(Map<String, Object> shown, String field, String content, Object value, Standing reader) {
        if (!buried(shown, field, content, reader)) {
            shown.put(field, value);
        }
    }

    /** Of a body that is not shown to this reader: the tombstone, and to who may propose redactions its id. */
    public void tell(Map<String, Object> shown, String field, String content, Standing reader) {
        buried(shown, field, content, reader);
    }

    /**
     * To who may propose redactions: the bodies that earlier events of the stream name and the thing as it stands no
     * longer shows, such as a name that was handed in again. Each of them is redacted by itself.
     */
    public void earlier(Map<String, Object> shown, String stream, Standing reader) {
        if (!reader.has(Policy.TRUSTED, null)) {
            return;
        }
        List<Map<String, Object>> earlier = new ArrayList<>();
        for (RedactableEvents.Named n : events.named(stream)) {
            boolean now = shown.get("bodies") instanceof Map<?, ?> standing && standing.containsValue(n.content());
            if (!now && of(n.content(), reader).isEmpty()) {
                earlier.add(Map.of("event", n.event(), "field", n.field(), "content", n.content()));
            }
        }
        if (!earlier.isEmpty()) {
            shown.put("earlier", earlier);
        }
    }

    private boolean buried(Map<String, Object> shown, String field, String content, Standing reader) {
        if (reader.has(Policy.TRUSTED, null)) {
            add(shown, "bodies", field, content);
        }
        Optional<Tombstone> tombstone = of(content, reader);
        tombstone.ifPresent(t -> add(shown, "redacted", field, t.shown()));
        return tombstone.isPresent();
    }

    @SuppressWarnings("unchecked")
    private static void add(Map<String, Object> shown, String group, String field, Object value) {
        ((Map<String, Object>) shown.computeIfAbsent(group, g -> new LinkedHashMap<String, Object>()))
                .put(field, value);
    }

    /** A tombstone and where what it stands for belonged. */
    public record Tombstone(Belonging belonging, Map<String, Object> shown) {}

    /** Of a body, as this reader is told; empty where it is not redacted. */
    public Optional<Tombstone> of(String content, Standing reader) {
        String stream = Redaction.stream(service, content);
        RedactionState state = streams.load(redaction, stream).state();
        EventRedacted confirmed = state.confirmed();
        RedactionProposed p = state.proposal();
        return confirmed == null || p == null
                ? Optional.empty()
                : Optional.of(new Tombstone(p.belonging(), shown(stream, state, p, confirmed, reader)));
    }

    /** Of a body, for who is not known here. */
    public Optional<Tombstone> of(String content) {
        return of(content, Standing.visitor(""));
    }

    private static Map<String, Object> shown(
            String stream, RedactionState state, RedactionProposed p, EventRedacted c, Standing reader) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("redaction", stream);
        shown.put("recordedAs", stream + "@" + state.confirmedAs());
        shown.put("event", c.event());
        shown.put("ground", c.ground().name());
        shown.put("reason", p.reason());
        shown.put("at", c.at().toString());
        shown.put("proposed", Redaction.signed(p.at(), c.proposedBy(), reader));
        shown.put("confirmed", Redaction.signed(c.at(), c.by(), reader));
        if (state.destroyedAt() != null) {
            shown.put("destroyedAt", state.destroyedAt().toString());
        }
        return shown;
    }

    /** 410 with the tombstone. */
    public static Refused gone(@Nullable Tombstone tombstone) {
        return new Refused(
                Refused.Kind.REDACTED,
                "This was redacted by two people. What it said is destroyed; that it was said can still be proved.",
                tombstone == null ? Map.of() : tombstone.shown());
    }
}
