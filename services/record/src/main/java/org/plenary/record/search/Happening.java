package org.plenary.record.search;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One event of the log: what its leaf says to everybody, and what its opening says to those in its audience.
 *
 * @param index its place in the log
 * @param type the CloudEvents type
 * @param opened null where the opening was destroyed: then nothing is known of it but what the leaf says
 */
record Happening(
        long index,
        String stream,
        long version,
        String type,
        Instant recordedAt,
        @Nullable Opened opened) {
    private static final String EVENT_LEAF = "plenary-leaf-v1";

    /** What the leaf commits to. */
    record Opened(
            JsonNode data,
            String actor,
            @Nullable String onBehalfOf,
            Instant receivedAt,
            @Nullable Instant validFrom,
            String forum,
            String audience) {}

    /** Of an entry; empty where it is no event's, as a record is that could not be read. */
    static Optional<Happening> of(Sequenced.Entry entry) {
        JsonNode leaf = Json.tree(new String(entry.leaf(), StandardCharsets.UTF_8));
        if (!leaf.path("schema").asString("").equals(EVENT_LEAF)) {
            return Optional.empty();
        }
        return Optional.of(new Happening(
                entry.index(),
                leaf.path("stream").asString(),
                leaf.path("version").asLong(),
                leaf.path("type").asString(),
                Instant.parse(leaf.path("recordedAt").asString()),
                entry.rest() == null ? null : opened(entry.rest())));
    }

    /** What cannot be read is shown to nobody, as what was destroyed. */
    private static @Nullable Opened opened(String rest) {
        try {
            JsonNode tree = Json.tree(rest);
            return new Opened(
                    tree.path("data"),
                    tree.path("actor").asString(),
                    tree.path("onBehalfOf").asString(null),
                    Instant.parse(tree.path("receivedAt").asString()),
                    tree.has("validFrom") ? Instant.parse(tree.path("validFrom").asString()) : null,
                    tree.path("forum").asString(),
                    tree.path("audience").asString());
        } catch (JacksonException | java.time.format.DateTimeParseException e) {
            return null;
        }
    }

    /** {@code <stream>@<version>}. */
    String key() {
        return stream + "@" + version;
    }

    /** The stream's prefix. */
    String kind() {
        return Envelope.aggregate(stream);
    }

    /** The event's name without service and version: {@code ItemReturned}. */
    String name() {
        int end = type.lastIndexOf(".v");
        if (end < 1) {
            return type;
        }
        return type.substring(type.lastIndexOf('.', end - 1) + 1, end);
    }

    /** The event's name as people read it: {@code Item returned}. */
    String inWords() {
        String spaced = name().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
    }

    /** When it was received; of one without an opening, when it was recorded. */
    Instant receivedAt() {
        return opened == null ? recordedAt : opened.receivedAt();
    }

    /** From when it has effect: its own date, or when it was recorded. */
    Instant inForceFrom() {
        return opened == null || opened.validFrom() == null ? recordedAt : opened.validFrom();
    }
}
