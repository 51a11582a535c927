package org.plenary.kernel.test.http;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.access.Policy.Answer;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.test.http.Cast.Person;
import org.plenary.kernel.view.OwnViews;
import tools.jackson.databind.JsonNode;

/** Compares what each list shows a reader with what that reader may read of the things one by one. */
final class Lists {
    private static final int PAGES_MAX = 1_000;
    private static final int UNITS = 2;

    private final Setting setting;
    private final Policy policy;
    private final List<String> differences = new ArrayList<>();
    private final Set<String> restricted = new TreeSet<>();
    private final Set<String> hiding = new TreeSet<>();

    Lists(Setting setting, Policy policy) {
        this.setting = setting;
        this.policy = policy;
    }

    /** Reads every list of things that can also be read one by one, as everybody. */
    Lists compare() {
        Set<String> views = setting.running().bean(OwnViews.class).names();
        for (Operation list : setting.contract().operations()) {
            String collection = list.path().substring(list.path().lastIndexOf('/') + 1);
            setting.contract().operations().stream()
                    .filter(o -> o.method().equals("GET") && o.path().equals(list.path() + "/{id}"))
                    .filter(o -> list.method().equals("GET") && views.contains(collection) && !own(list))
                    .findFirst()
                    .ifPresent(one -> compare(list, one, setting.things(collection)));
        }
        return this;
    }

    private boolean own(Operation list) {
        JsonNode get =
                setting.contract().document().path("paths").path(list.path()).path("get");
        return get.path("x-controller").asString("").equals("own");
    }

    private void compare(Operation list, Operation one, List<Thing> things) {
        Map<String, List<Thing>> byForum = things.stream()
                .collect(Collectors.groupingBy(t -> t.scope().forum(), TreeMap::new, Collectors.toList()));
        byForum.forEach((forum, some) -> {
            Map<String, Thing> byStream = new TreeMap<>();
            some.forEach(t -> byStream.put(setting.standing(t), t));
            if (some.stream()
                    .anyMatch(t -> !Set.of(Audience.PUBLIC, Audience.FORUM)
                            .contains(t.scope().audience()))) {
                restricted.add(list.id());
            }
            for (Person p : readers(forum, some)) {
                Standing reader = setting.cast().standing(forum, p);
                if (policy.judge(list.id(), reader, null, null, null) == Answer.ALLOW) {
                    compare(list, one, forum, p, reader, byStream);
                }
            }
        });
    }

    private Set<Person> readers(String forum, List<Thing> things) {
        Set<Person> all = new java.util.LinkedHashSet<>();
        things.stream()
                .map(t -> t.scope().unit())
                .filter(java.util.Objects::nonNull)
                .distinct()
                .limit(UNITS)
                .forEach(unit -> all.addAll(setting.cast().everybody(forum, unit, Set.of(), null)));
        all.addAll(setting.cast().everybody(forum, null, Set.of(), null));
        return all;
    }

    private void compare(
            Operation list, Operation one, String forum, Person p, Standing reader, Map<String, Thing> byStream) {
        List<JsonNode> items = items(list, forum, p);
        Set<String> shown = items.stream()
                .map(i -> i.path("id").asString())
                .filter(byStream::containsKey)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> may = byStream.entrySet().stream()
                .filter(e -> policy.read(one.id(), reader, e.getValue().scope()) == Answer.ALLOW)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        if (may.size() < byStream.size()) {
            hiding.add(list.id());
        }
        if (!shown.equals(may)) {
            differences.add("%s as %s: shows %s, and %s lets read %s"
                    .formatted(list.id(), p, labels(shown, byStream), one.id(), labels(may, byStream)));
        }
        items.stream()
                .filter(i -> !Audience.includes(
                        i.path("audience").asString(Audience.FORUM),
                        i.path("body").asString(null),
                        reader))
                .findFirst()
                .ifPresent(i -> differences.add(list.id() + " shows to " + p + ": " + i));
    }

    private static List<String> labels(Set<String> streams, Map<String, Thing> byStream) {
        return streams.stream()
                .map(byStream::get)
                .map(t -> t.label() + " " + t.scope().audience())
                .sorted()
                .toList();
    }

    /** All pages. */
    private List<JsonNode> items(Operation list, String forum, Person p) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        for (int i = 0; i < PAGES_MAX; i++) {
            String path = list.path() + "?limit=200&forum=" + forum + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
            HttpResponse<String> answer = setting.running()
                    .send(setting.running().request(path, p.subject()).build());
            if (answer.statusCode() != 200) {
                throw new AssertionError(list.id() + " as " + p + ": " + answer.statusCode() + " " + answer.body());
            }
            JsonNode page = Json.tree(answer.body());
            page.path("items").forEach(items::add);
            cursor = page.path("next").asString("");
            if (cursor.isEmpty()) {
                return items;
            }
        }
        throw new AssertionError(list.id() + " has no last page");
    }

    /** Where a list and the single reads do not say the same: the first of each list. */
    List<String> differences() {
        Set<String> shown = new TreeSet<>();
        return differences.stream()
                .filter(d -> shown.add(d.substring(0, d.indexOf(' '))))
                .toList();
    }

    /** The lists that have something of fewer people's than the forum's. */
    Set<String> restricted() {
        return restricted;
    }

    /** The lists that did not show everything to somebody. */
    Set<String> hiding() {
        return hiding;
    }
}
