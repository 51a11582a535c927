package org.plenary.membership.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A party of a forum's register, with all its names and classes. Nothing is overwritten: what is in force is judged by
 * date, so that every act can be read with the party as it was then.
 */
public record Party(
        boolean registered,
        String forum,
        String party,
        String zone,
        @Nullable String mark,
        List<String> sources,
        List<Name> names,
        List<Held> classes) {
    /** The language of the official name, which the secretariat owns; the forum's working language. */
    public static final String OFFICIAL_LANGUAGE = "en";

    /** A name in a language, BCP 47; {@code from} is absent where it came in with the founding data. */
    public record Name(
            String language, String name, @Nullable Instant from) {}

    /** A class and the time it is held; {@code from} is absent where it came in with the founding data. */
    public record Held(
            PartyClass partyClass,
            @Nullable Instant from,
            @Nullable Instant until) {
        boolean inForce(Instant at) {
            return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
        }
    }

    static final Party INITIAL = new Party(false, "", "", "", null, List.of(), List.of(), List.of());

    /** The class in force at the instant; none before the party enters. */
    public Optional<PartyClass> classAt(Instant at) {
        return classes.stream().filter(c -> c.inForce(at)).findFirst().map(Held::partyClass);
    }

    /** The name in the language in force at the instant. */
    public Optional<String> nameAt(String language, Instant at) {
        return names.stream()
                .filter(n -> n.language().equals(language))
                .filter(n -> n.from() == null || !at.isBefore(n.from()))
                .reduce((earlier, later) -> later)
                .map(Name::name);
    }

    /** The languages that it ever had a name in, the official one first. */
    public List<String> languages() {
        return names.stream().map(Name::language).distinct().toList();
    }

    Held lastClass() {
        return classes.getLast();
    }

    Optional<Name> lastName(String language) {
        return names.stream().filter(n -> n.language().equals(language)).reduce((earlier, later) -> later);
    }

    Party named(String language, String name, Instant from) {
        List<Name> more = new ArrayList<>(names);
        more.add(new Name(language, name, from));
        return new Party(registered, forum, party, zone, mark, sources, List.copyOf(more), classes);
    }

    Party classed(PartyClass next, Instant from) {
        List<Held> more = new ArrayList<>(classes);
        Held last = more.removeLast();
        more.add(new Held(last.partyClass(), last.from(), from));
        more.add(new Held(next, from, null));
        return new Party(registered, forum, party, zone, mark, sources, names, List.copyOf(more));
    }

    /** Whether an instant lies after another one, which stands for the beginning where it is absent. */
    static boolean after(Instant at, @Nullable Instant earlier) {
        return earlier == null || at.isAfter(earlier);
    }

    static Party of(
            String forum,
            String party,
            PartyClass partyClass,
            String name,
            String zone,
            @Nullable String mark,
            List<String> sources,
            @Nullable Instant from) {
        return new Party(
                true,
                Objects.requireNonNull(forum),
                party,
                zone,
                mark,
                sources,
                List.of(new Name(OFFICIAL_LANGUAGE, name, from)),
                List.of(new Held(partyClass, from, null)));
    }
}
