package org.plenary.kernel.test.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** The contract's example bodies, naming streams that there are. */
final class Examples {
    private static final Pattern STREAM =
            Pattern.compile("\"([a-z]+)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\"");
    private static final int TRIED_MAX = 40;

    private final Setting setting;

    Examples(Setting setting) {
        this.setting = setting;
    }

    /** The example of a POST; empty where the contract has none. */
    String example(Operation operation) {
        JsonNode example = setting.contract()
                .document()
                .path("paths")
                .path(operation.path())
                .path("post")
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("example");
        return example.isMissingNode() ? "" : example.toString();
    }

    /** The bodies that come of naming now this, now that stream of those there are. */
    private List<String> bodies(Operation operation) {
        String text = example(operation);
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < TRIED_MAX; i++) {
            int n = i;
            bodies.add(STREAM.matcher(text).replaceAll(m -> {
                List<String> known = m.group(1).equals("forum") ? List.of() : setting.streams(m.group(1));
                return Matcher.quoteReplacement(
                        known.isEmpty() ? m.group() : "\"" + known.get(n % known.size()) + "\"");
            }));
        }
        return bodies.stream().distinct().toList();
    }

    /** A body for an act on a thing. */
    String act(Operation operation) {
        return bodies(operation).getFirst();
    }

    /** A body for a creation that belongs to a forum, where one can be found, with where it belongs. */
    Creation creation(Operation operation) {
        List<Creation> found = new ArrayList<>();
        for (String body : bodies(operation)) {
            found.add(new Creation(body, scope(operation, setting.owner(operation.id()), body)));
        }
        return found.stream()
                .filter(c -> !c.scope().forum().isEmpty())
                .findFirst()
                .orElse(found.getFirst());
    }

    /** A body, and where what it makes belongs. */
    record Creation(String body, Scope scope) {}

    @SuppressWarnings("unchecked")
    private <C, S> Scope scope(Operation operation, Aggregate<?, ?, ?, ?> owner, String body) {
        Aggregate<C, S, ?, ?> aggregate = (Aggregate<C, S, ?, ?>) owner;
        C command = (C) Json.read(body, setting.command(operation.id()));
        return aggregate.scope(command, aggregate.decider().initial());
    }
}
