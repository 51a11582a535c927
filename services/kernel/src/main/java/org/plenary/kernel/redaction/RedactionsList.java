package org.plenary.kernel.redaction;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.view.OwnViews;
import tools.jackson.databind.JsonNode;

/** The list of a service's redactions, without names. */
public final class RedactionsList {
    /** In the field {@code standing}: another person's answer is awaited. */
    static final String WAITING = "WAITING";
    /** A body is to be destroyed. */
    static final String ORDERED = "ORDERED";
    /** It is redacted. */
    static final String REDACTED = "REDACTED";
    /** It came to nothing. */
    static final String ENDED = "ENDED";

    private static final String CONTENT = "content";

    private RedactionsList() {}

    /** What is paged through, of one forum. */
    public static OwnViews.Definition view() {
        return OwnViews.Definition.of("redaction", "redactions", RedactionsList::fold);
    }

    private static Document fold(@Nullable Document before, Envelope event) {
        Document d = before == null ? new Document() : before;
        JsonNode data = event.tree();
        return switch (event.name()) {
            case "RedactionProposed" -> proposed(d, data, event);
            case "EventRedacted" ->
                d.append("status", RedactionState.Status.CONFIRMED.name())
                        .append("standing", data.has(CONTENT) ? ORDERED : REDACTED);
            case "BodyDestroyed" ->
                d.append("status", RedactionState.Status.DESTROYED.name()).append("standing", REDACTED);
            case "RedactionDeclined" ->
                d.append("status", RedactionState.Status.DECLINED.name()).append("standing", ENDED);
            case "RedactionWithdrawn" ->
                d.append("status", RedactionState.Status.WITHDRAWN.name()).append("standing", ENDED);
            default -> throw new IllegalStateException("no redaction's event: " + event.type());
        };
    }

    private static Document proposed(Document d, JsonNode data, Envelope event) {
        JsonNode belonging = data.path("belonging");
        for (String field : new String[] {"forum", "body", "unit", "audience"}) {
            d.append(field, belonging.path(field).asString(null));
        }
        d.append("event", data.path("event").asString());
        d.append(CONTENT, data.path(CONTENT).asString(null));
        d.append("ground", data.path("ground").asString())
                .append("reason", data.path("reason").asString())
                .append("at", data.path("at").asString())
                .append("order", data.path("at").asString() + "|" + event.stream())
                .append("status", RedactionState.Status.PROPOSED.name())
                .append("standing", WAITING);
        d.values().removeIf(java.util.Objects::isNull);
        return d;
    }
}
