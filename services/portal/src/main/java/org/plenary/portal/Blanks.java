package org.plenary.portal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plenary.portal.Acts.Act;
import tools.jackson.databind.JsonNode;

/** What stands in a thing's forms before anybody has written in them. */
final class Blanks {
    private Blanks() {}

    /** By the act: what every form of the thing has, and what this act takes over from what is shown. */
    static Map<String, Map<String, String>> of(List<Act> acts, JsonNode thing, Map<String, String> everywhere) {
        Map<String, Map<String, String>> blanks = new HashMap<>();
        for (Act act : acts) {
            Map<String, String> form = new HashMap<>(everywhere);
            if (act.op().equals("RefuseDelegate")) {
                // both keys are turned on one reason, word for word
                form.put("f.reason", text(thing.path("refusal").path("reason")));
            }
            if (act.verb().equals("resubmit")) {
                act.fields().forEach(f -> form.put("f." + f.name(), text(thing.path(f.name()))));
                form.remove("f.file");
            }
            if (act.op().equals("ReplaceDelegate")) {
                form.put("f.noteVerbale", text(thing.path("noteVerbale")));
            }
            blanks.put(act.op(), form);
        }
        return blanks;
    }

    private static String text(JsonNode value) {
        List<String> parts = new ArrayList<>();
        value.forEach(v -> parts.add(v.asString("")));
        return value.isArray() ? String.join(", ", parts) : value.asString("");
    }
}
