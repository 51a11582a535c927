package org.plenary.record.search;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import tools.jackson.databind.JsonNode;

/**
 * What all events of a stream are about, by its first one: where it belongs, whose it is, and which things and parties
 * it named there. The same as the owner's {@code Scope} says of it, since no stream moves to another body or unit.
 *
 * @param kind whose owner's rows say who reads it: the stream's own, or of a redaction that of what was redacted; null
 *     where the first event says nothing any more
 * @param body whose roles count, or null
 * @param meeting whose body it is where it names none of its own, or null
 * @param unit the unit it belongs to, or null
 * @param person the subject of the person that it is about, or null
 * @param subjects what its later events are about, too
 */
record StreamFacts(
        @Nullable String kind,
        @Nullable String body,
        @Nullable String meeting,
        @Nullable String unit,
        @Nullable String person,
        Set<String> subjects) {
    /** Of a stream whose first event says nothing any more. */
    static final StreamFacts NONE = new StreamFacts(null, null, null, null, null, Set.of());

    /** By the first event's data. */
    static StreamFacts of(String stream, JsonNode data) {
        // A redaction belongs where the thing did, and says so beside.
        String beside = text(data.path("belonging"), "body");
        String body = beside == null ? text(data, "body") : beside;
        String meeting = text(data, "meeting");
        String party = text(data, "party");
        String redacted = Envelope.aggregate(stream).equals("redaction") ? text(data, "event") : null;
        boolean person = Envelope.aggregate(stream).equals("person");
        Set<String> subjects = new LinkedHashSet<>(EventText.named(data));
        // Who turned the first key is not what the rest is about.
        subjects.removeIf(s -> s.equals(text(data, "unit")) && !s.equals(party) && !person);
        String unit = redacted == null ? text(data, "unit") : text(data.path("belonging"), "unit");
        return new StreamFacts(
                Envelope.aggregate(redacted == null ? stream : redacted),
                body,
                body == null ? meeting : null,
                party == null ? unit : party,
                person ? text(data, "subject") : null,
                Set.copyOf(subjects));
    }

    private static @Nullable String text(JsonNode data, String name) {
        JsonNode value = data.path(name);
        return value.isString() && !value.asString().isEmpty() ? value.asString() : null;
    }
}
