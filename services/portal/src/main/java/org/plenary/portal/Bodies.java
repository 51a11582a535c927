package org.plenary.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.plenary.kernel.json.Json;
import org.plenary.portal.Acts.Act;
import org.plenary.portal.Acts.Field;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** From what a person filled in to the JSON body of a command. What cannot be read is sent as it is, for the service to name. */
final class Bodies {
    private Bodies() {}

    static String of(Act act, Map<String, String> form) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        if (act.hashed()) {
            body.put("hash", form.getOrDefault("hash", ""));
        }
        act.fields()
                .forEach(f ->
                        put(body, f, form.getOrDefault("f." + f.name(), "").strip()));
        return body.toString();
    }

    private static void put(ObjectNode body, Field field, String text) {
        switch (field.type()) {
            case TEXT, LONG_TEXT, CHOICE, FIXED, LOCAL_TIME -> body.put(field.name(), text.replace("\r\n", "\n"));
            case OPTIONAL_TEXT, FILE -> {
                if (!text.isEmpty()) {
                    body.put(field.name(), text);
                }
            }
            case OPTIONAL_INSTANT -> {
                if (!text.isEmpty()) {
                    body.put(field.name(), text.endsWith("Z") ? text : text + "Z");
                }
            }
            case INSTANT -> body.put(field.name(), text.endsWith("Z") || text.isEmpty() ? text : text + "Z");
            case YES_NO -> body.put(field.name(), text.equals("yes"));
            case NUMBER ->
                number(text).ifPresentOrElse(n -> body.put(field.name(), n), () -> body.put(field.name(), text));
            case NUMBERS -> {
                ArrayNode list = body.putArray(field.name());
                words(text).forEach(w -> number(w).ifPresentOrElse(list::add, () -> list.add(w)));
            }
            case WORDS -> {
                ArrayNode list = body.putArray(field.name());
                words(text).forEach(list::add);
            }
            case OUTCOMES -> outcomes(body.putArray(field.name()), text);
            case PARAGRAPHS -> paragraphs(body.putArray(field.name()), text);
        }
    }

    /** A line a paragraph: {@code pp1: words}. One without its id is sent without, so that no text is lost unseen. */
    private static void paragraphs(ArrayNode list, String text) {
        for (String line : text.split("\\R")) {
            int colon = line.indexOf(':');
            if (!line.isBlank()) {
                String id = colon < 0 ? "" : line.substring(0, colon).strip();
                list.addObject()
                        .put("id", id)
                        .put("kind", id.startsWith("pp") ? "PP" : "OP")
                        .put("text", line.substring(colon + 1).strip());
            }
        }
    }

    /** A line for each: {@code accreditation-...: IN_ORDER}. A line without its colon is named by the service too. */
    private static void outcomes(ArrayNode list, String text) {
        for (String line : text.split("\\R")) {
            int colon = line.indexOf(':');
            if (!line.isBlank()) {
                list.addObject()
                        .put("accreditation", (colon < 0 ? line : line.substring(0, colon)).strip())
                        .put(
                                "outcome",
                                colon < 0 ? "" : line.substring(colon + 1).strip());
            }
        }
    }

    private static java.util.Optional<Integer> number(String text) {
        return text.matches("\\d{1,9}") ? java.util.Optional.of(Integer.parseInt(text)) : java.util.Optional.empty();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String w : text.split("[\\s,]+")) {
            if (!w.isEmpty()) {
                words.add(w);
            }
        }
        return words;
    }
}
