package org.plenary.portal;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** What of a dated list is in force: a list says from when each entry is, and does not where it always was. */
final class InForce {
    private InForce() {}

    /** The field of the last entry that has begun at the instant; empty where none has. */
    static String at(Instant instant, JsonNode dated, String field) {
        String found = "";
        for (JsonNode entry : dated) {
            boolean begun = !entry.has("from")
                    || !instant.isBefore(Instant.parse(entry.path("from").asString()));
            if (begun) {
                found = entry.path(field).asString("");
            }
        }
        return found;
    }
}
