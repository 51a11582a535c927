package org.plenary.kernel.test.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.EventCodec;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.test.http.Corpus.History;

/**
 * A thing in one state, as the first events of a history lead to it.
 *
 * @param label its status; with its audience behind it where things of that status differ in who may read them
 * @param scope where it belongs when it is read
 * @param events what happened to it so far
 */
record Thing(Aggregate<?, ?, ?, ?> aggregate, String label, Scope scope, Object state, List<Envelope> events) {
    /** One thing for each status, audience, and belonging that the histories reach, and each history of one event. */
    static List<Thing> of(String service, Aggregate<?, ?, ?, ?> aggregate, List<History> histories) {
        Map<String, Thing> found = new LinkedHashMap<>();
        for (History h : histories) {
            boolean mine = h.aggregate().equals(aggregate.name())
                    && (h.service().equals(service)
                            || aggregate.namespace(service).equals("kernel")
                                    && h.file().startsWith("kernel/"));
            if (mine) {
                prefixes(service, aggregate, h)
                        .forEach(t -> found.putIfAbsent(
                                t.label() + "|" + kind(t.scope()) + "|"
                                        + (t.scope().unit() == null) + "|"
                                        + (t.scope().body() == null)
                                        + (h.events().size() == 1 ? "|" + h.file() : ""),
                                t));
            }
        }
        return labelled(found.values());
    }

    private static <S, E> List<Thing> prefixes(String service, Aggregate<?, S, E, ?> aggregate, History h) {
        EventCodec<E> codec = new EventCodec<>(aggregate.namespace(service), aggregate.events());
        List<Thing> all = new ArrayList<>();
        S state = aggregate.decider().initial();
        for (int i = 0; i < h.events().size(); i++) {
            Envelope e = h.events().get(i);
            state = aggregate.decider().evolve(state, codec.event(e.type(), e.data()));
            Scope scope = aggregate.scope(null, state);
            all.add(new Thing(
                    aggregate,
                    scope.status(),
                    scope,
                    state,
                    List.copyOf(h.events().subList(0, i + 1))));
        }
        return all;
    }

    private static List<Thing> labelled(Collection<Thing> things) {
        Map<String, Set<String>> kinds = new TreeMap<>();
        things.forEach(
                t -> kinds.computeIfAbsent(t.label(), l -> new TreeSet<>()).add(kind(t.scope())));
        return things.stream()
                .map(t -> kinds.getOrDefault(t.label(), Set.of()).size() == 1
                        ? t
                        : new Thing(t.aggregate(), t.label() + "/" + kind(t.scope()), t.scope(), t.state(), t.events()))
                .toList();
    }

    private static String kind(Scope scope) {
        return scope.audience().startsWith("unit:") ? "unit" : scope.audience();
    }

    /** The statuses that its state's type knows, where it has a component {@code status} that is an enum. */
    static Set<String> statuses(Aggregate<?, ?, ?, ?> aggregate) {
        Set<String> all = new TreeSet<>();
        for (var c : aggregate.states().getRecordComponents()) {
            if (c.getName().equals("status") && c.getType().isEnum()) {
                for (Object constant : c.getType().getEnumConstants()) {
                    all.add(((Enum<?>) constant).name());
                }
            }
        }
        return all;
    }

    /** Where it belongs for this command. */
    @SuppressWarnings("unchecked")
    <C, S> Scope scope(Object command) {
        return ((Aggregate<C, S, ?, ?>) aggregate).scope((C) command, (S) state);
    }

    long version() {
        return events.size();
    }
}
