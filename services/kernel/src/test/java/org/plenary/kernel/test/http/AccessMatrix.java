package org.plenary.kernel.test.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.parking.Parking;
import org.plenary.kernel.test.http.Cast.Person;
import org.plenary.kernel.test.http.Cast.Whose;

/** What a policy table answers to every operation, role, relation and state. */
public final class AccessMatrix {
    /** What becomes of a request. */
    enum Verdict {
        ALLOW("allow"),
        SIGN_IN("401"),
        FORBIDDEN("403"),
        NOT_FOUND("404");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * Where an operation may be asked for.
     *
     * @param label the thing's state; a dash for lists and creations
     * @param thing null for lists and creations
     * @param id of the thing, where it is no stream that can be made in any number
     * @param scope where it belongs; null for lists
     * @param asked the request, apart from its path and its sender
     */
    record Situation(
            String label,
            @Nullable Thing thing,
            String id,
            @Nullable Scope scope,
            Asked asked) {}

    /**
     * How an operation is asked for.
     *
     * @param contentType of the request's body
     * @param body of the request; empty for reads
     * @param headers besides those that any request has
     */
    record Asked(String contentType, String body, Map<String, String> headers) {}

    /** One combination. */
    record Case(Operation operation, Situation situation, Person person) {
        /** The unit acted for, where it is another's act. */
        @Nullable
        String onBehalfOf() {
            if (person.whose() != Whose.BEHALF) {
                return null;
            }
            Scope scope = situation.scope();
            return scope == null || scope.unit() == null ? Cast.OTHER_UNIT : scope.unit();
        }
    }

    /**
     * An operation that is no command and no read of a stream, so that only its service knows where it belongs.
     *
     * @param scope of what it is about
     * @param id what stands for {id} in its path
     * @param body of the request, with its content type
     * @param headers besides those that any request has
     * @param signedIn whether it is a read that is not there for who is not signed in
     */
    public record Special(
            Scope scope, String id, String contentType, String body, Map<String, String> headers, boolean signedIn) {
        /** Without headers, and the same whether somebody is signed in or not. */
        public Special(Scope scope, String id, String contentType, String body) {
            this(scope, id, contentType, body, Map.of(), false);
        }
    }

    private final Setting setting;
    private final Map<String, Special> specials;
    private final Set<String> kernels;
    private final Set<String> operators;
    private final Map<String, List<Case>> cases = new LinkedHashMap<>();

    AccessMatrix(Setting setting, Policy policy, Map<String, Special> specials) {
        this.setting = setting;
        this.specials = specials;
        this.kernels =
                Contract.load("kernel").operations().stream().map(Operation::id).collect(Collectors.toSet());
        this.operators = Contract.load("kernel").operations().stream()
                .filter(o -> !o.path().contains("/redactions"))
                .map(Operation::id)
                .collect(Collectors.toSet());
        for (Operation o : setting.contract().operations()) {
            List<Case> all = new ArrayList<>();
            for (Situation s : situations(o)) {
                String unit = s.scope() == null ? null : s.scope().unit();
                String self = s.scope() == null ? null : s.scope().person();
                for (Person p : setting.cast().everybody(forum(o, s), unit, held(policy, o), self)) {
                    if (p.whose() != Whose.BEHALF || o.method().equals("POST")) {
                        all.add(new Case(o, s, p));
                    }
                }
            }
            cases.put(o.id(), all);
        }
    }

    private static Set<String> held(Policy policy, Operation operation) {
        return policy.rows().stream()
                .filter(r -> r.operation().equals(operation.id()))
                .map(Policy.Row::role)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Situation> situations(Operation o) {
        Special special = specials.get(o.id());
        if (special != null) {
            Asked asked = new Asked(special.contentType(), special.body(), special.headers());
            return List.of(new Situation("-", null, special.id(), special.scope(), asked));
        }
        String[] segments = o.path().split("/", -1);
        boolean post = o.method().equals("POST");
        if (post && !setting.commands().contains(o.id())) {
            throw new AssertionError(o.id() + " is no command: say in special() where it belongs and how it is asked");
        }
        Examples examples = new Examples(setting);
        if (o.path().contains("{id}") && setting.collections().contains(segments[3])) {
            return setting.things(segments[3]).stream()
                    .map(t -> post ? acted(o, t, examples.act(o)) : situation(t.label(), t, t.scope(), ""))
                    .toList();
        }
        if (post) {
            Examples.Creation creation = examples.creation(o);
            return List.of(situation("-", null, creation.scope(), creation.body()));
        }
        return List.of(situation("-", null, null, ""));
    }

    private Situation acted(Operation o, Thing thing, String body) {
        return situation(thing.label(), thing, thing.scope(Json.read(body, setting.command(o.id()))), body);
    }

    private static Situation situation(String label, @Nullable Thing thing, @Nullable Scope scope, String body) {
        return new Situation(label, thing, "", scope, new Asked("application/json", body, Map.of()));
    }

    /** The forum whose roles count. */
    String forum(Operation o, Situation s) {
        if (s.scope() != null) {
            return s.scope().forum();
        }
        return operators.contains(o.id()) ? Parking.FORUM : Setting.FORUM;
    }

    /** Every combination, by operation. */
    Map<String, List<Case>> cases() {
        return cases;
    }

    /** The table's answer. */
    Verdict verdict(Policy policy, Case c) {
        Operation o = c.operation();
        boolean post = o.method().equals("POST");
        if (post && c.person().subject() == null) {
            return Verdict.SIGN_IN;
        }
        Special special = specials.get(o.id());
        if (special != null && special.signedIn() && c.person().subject() == null) {
            return Verdict.NOT_FOUND;
        }
        Scope scope = c.situation().scope();
        Standing who = setting.cast().standing(forum(o, c.situation()), c.person());
        Policy.Answer answer;
        if (scope == null) {
            answer = policy.judge(o.id(), who, null, null, null);
        } else if (post && c.situation().thing() == null) {
            answer = policy.judge(o.id(), who, c.onBehalfOf(), scope.thing());
        } else {
            answer = post ? policy.act(o.id(), who, c.onBehalfOf(), scope) : policy.read(o.id(), who, scope);
        }
        return switch (answer) {
            case ALLOW -> Verdict.ALLOW;
            case FORBIDDEN -> Verdict.FORBIDDEN;
            case NOT_FOUND -> Verdict.NOT_FOUND;
        };
    }

    /** Every operation of the forums' things, as who holds a role that it asks for in another forum only may ask. */
    List<Case> abroad(Policy policy) {
        List<Case> abroad = new ArrayList<>();
        cases.forEach((id, all) -> all.stream()
                .map(Case::situation)
                .distinct()
                .filter(s -> !operators.contains(id)
                        && (s.scope() == null || !s.scope().forum().isEmpty()))
                .forEach(s -> held(policy, all.getFirst().operation()).stream()
                        .filter(role -> setting.cast().grantable(role))
                        .map(role -> setting.cast()
                                .abroad(
                                        role,
                                        s.scope() == null ? null : s.scope().unit()))
                        .forEach(p -> abroad.add(new Case(all.getFirst().operation(), s, p)))));
        return abroad;
    }

    /** Whether the operation is the kernel's, the same in every service. */
    boolean kernels(String operation) {
        return kernels.contains(operation);
    }

    /** The manual's lines of an operation: operation, role, whose, states, answer. */
    List<String> lines(Policy policy, String operation) {
        Map<String, Map<String, Map<Verdict, Set<String>>>> byRole = new TreeMap<>();
        for (Case c : cases.getOrDefault(operation, List.of())) {
            byRole.computeIfAbsent(c.person().role(), r -> new TreeMap<>())
                    .computeIfAbsent(c.person().whose().text(), w -> new TreeMap<>())
                    .computeIfAbsent(verdict(policy, c), v -> new TreeSet<>())
                    .add(c.situation().label());
        }
        List<String> lines = new ArrayList<>();
        byRole.forEach((role, byWhose) -> {
            Map<Map<Verdict, Set<String>>, List<String>> alike = new LinkedHashMap<>();
            byWhose.forEach((whose, answers) ->
                    alike.computeIfAbsent(answers, a -> new ArrayList<>()).add(whose));
            alike.forEach((answers, whose) -> answers.forEach((verdict, states) -> lines.add(String.join(
                    ",",
                    operation,
                    role,
                    alike.size() == 1 ? "any" : String.join("|", whose),
                    answers.size() == 1 ? "any" : String.join("|", new LinkedHashSet<>(states)),
                    verdict.text()))));
        });
        return lines.stream().sorted().toList();
    }
}
