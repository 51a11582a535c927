package org.plenary.record.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What an event's data says to people, and what it names. Which members are text is a list and no guess, so that no new
 * member is ever found by its words before somebody decided that it may be.
 */
final class EventText {
    /** Members that are written for people. */
    static final Set<String> TEXT = Set.of(
            "city",
            "country",
            "evidence",
            "ground",
            "host",
            "measure",
            "memorandum",
            "name",
            "note",
            "noteVerbale",
            "post",
            "quote",
            "reason",
            "symbol",
            "text",
            "title",
            "urgencyGround",
            "venue");
    /** Members that are texts by language. */
    static final Set<String> BY_LANGUAGE = Set.of("names");
    /** Members that name a party which the event is about. */
    private static final Set<String> PARTY = Set.of("party", "unit", "owners");
    /** Whom it was sent to is not what it is about: else all would be about everybody. */
    private static final Set<String> ADDRESSED = Set.of("recipients");

    private static final Pattern STREAM =
            Pattern.compile("[a-z]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-[a-z0-9-]{1,40})?");
    private static final Pattern UNIT = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern EVENT = Pattern.compile("[a-z]+-[a-z0-9-]{1,110}@\\d{1,15}");

    private EventText() {}

    /** One text with the member that it stands in. */
    record Said(String field, String text) {}

    /** The texts in the data's order. */
    static List<Said> said(JsonNode data) {
        List<Said> found = new ArrayList<>();
        walk("", data, (field, text) -> {
            if (TEXT.contains(field) && !STREAM.matcher(text).matches()) {
                found.add(new Said(field, text));
            }
        });
        return found;
    }

    /** The streams that the data names, by themselves or by one of their events, and the parties that it is about. */
    static Set<String> named(JsonNode data) {
        Set<String> found = new LinkedHashSet<>();
        walk("", data, (field, text) -> {
            if (EVENT.matcher(text).matches()) {
                found.add(text.substring(0, text.lastIndexOf('@')));
            } else if (STREAM.matcher(text).matches()
                    || PARTY.contains(field) && UNIT.matcher(text).matches()) {
                found.add(text);
            }
        });
        return found;
    }

    /** The events that the data names. */
    static Set<String> events(JsonNode data) {
        Set<String> found = new LinkedHashSet<>();
        walk("", data, (field, text) -> {
            if (EVENT.matcher(text).matches()) {
                found.add(text);
            }
        });
        return found;
    }

    private static void walk(String field, JsonNode node, BiConsumer<String, String> each) {
        if (node.isString()) {
            each.accept(field, node.asString());
        } else if (node.isArray()) {
            node.forEach(n -> walk(field, n, each));
        } else if (node.isObject()) {
            node.properties().stream()
                    .filter(p -> !ADDRESSED.contains(p.getKey()))
                    .forEach(p -> walk(BY_LANGUAGE.contains(field) ? "name" : p.getKey(), p.getValue(), each));
        }
    }
}
