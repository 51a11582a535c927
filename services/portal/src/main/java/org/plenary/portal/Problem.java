package org.plenary.portal;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A problem as the page's error summary.
 *
 * @param type what was refused for, as the contract lists it
 * @param sentence for the reader
 * @param fields each field's rule
 * @param page where the act is offered, to come back to
 */
public record Problem(String type, String sentence, List<String> fields, String page) {
    static Problem of(JsonNode n, String page) {
        List<String> fields = new ArrayList<>();
        n.path("errors")
                .forEach(e -> fields.add(e.path("pointer").asString("") + ": "
                        + e.path("message").asString("")));
        return new Problem(
                n.path("type").asString(""), n.path("detail").asString("The act was refused."), fields, page);
    }

    /** Whether the act is taken from its person once they have signed in with a code. */
    public boolean wantsCode() {
        return type.equals("/problems/second-factor-required");
    }
}
