package org.plenary.membership.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.plenary.membership.domain.ForumEvent.FrameworkAdopted;

/**
 * A forum: its bodies, objectives, rule cards and offices' keys, and the logs that its record was told to begin. The
 * parties and people are streams of their own.
 */
public record Forum(
        Status status,
        String name,
        String symbolPrefix,
        boolean fictional,
        List<FrameworkAdopted> frameworks,
        List<Body> bodies,
        List<RuleCard> ruleCards,
        List<SigningKey> signingKeys,
        List<ForumProposal> proposals,
        List<LogOrigin> logOrigins) {
    /** The body whose keyholders decide what concerns the whole forum. */
    public static final String CONFERENCE = "conference";

    /** Whether it is founded. */
    public enum Status {
        NONE,
        FOUNDED
    }

    static final Forum INITIAL =
            new Forum(Status.NONE, "", "", false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** The body of this slug, also where it is yet to be. */
    public Optional<Body> body(String slug) {
        return bodies.stream().filter(b -> b.body().equals(slug)).findFirst();
    }

    /** The card in force for the body and type: the last version. */
    public Optional<RuleCard> card(String body, String meetingType) {
        return ruleCards.stream()
                .filter(r -> r.body().equals(body) && r.meetingType().equals(meetingType))
                .max(Comparator.comparingInt(RuleCard::ruleCardVersion));
    }

    /** The proposal of this id, where it waits for keys. */
    public Optional<ForumProposal> proposal(String id) {
        return proposals.stream().filter(p -> p.proposal().equals(id)).findFirst();
    }

    static <T> List<T> plus(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return List.copyOf(more);
    }

    private static <T> List<T> replaced(List<T> list, Predicate<T> which, UnaryOperator<T> by) {
        return list.stream().map(t -> which.test(t) ? by.apply(t) : t).toList();
    }

    Forum founded(String newName, String prefix, boolean isFictional) {
        return new Forum(
                Status.FOUNDED,
                newName,
                prefix,
                isFictional,
                frameworks,
                bodies,
                ruleCards,
                signingKeys,
                proposals,
                logOrigins);
    }

    private Forum with(
            List<FrameworkAdopted> objectives,
            List<Body> seats,
            List<RuleCard> cards,
            List<SigningKey> keys,
            List<ForumProposal> open,
            List<LogOrigin> logs) {
        return new Forum(status, name, symbolPrefix, fictional, objectives, seats, cards, keys, open, logs);
    }

    Forum framework(FrameworkAdopted e) {
        return with(plus(frameworks, e), bodies, ruleCards, signingKeys, proposals, logOrigins);
    }

    Forum changed(String slug, Body.Change change) {
        List<Body> next = body(slug).isPresent()
                ? replaced(bodies, b -> b.body().equals(slug), b -> b.plus(change))
                : plus(bodies, new Body(slug, List.of(change)));
        return with(frameworks, next, ruleCards, signingKeys, proposals, logOrigins);
    }

    Forum carded(RuleCard card) {
        return with(frameworks, bodies, plus(ruleCards, card), signingKeys, proposals, logOrigins);
    }

    Forum rotated(SigningKey key, @Nullable String replaces) {
        Instant end = Objects.requireNonNull(key.from());
        List<SigningKey> ended =
                replaced(signingKeys, k -> k.kid().equals(replaces) && k.until() == null, k -> k.endedAt(end));
        return keyed(ended, key);
    }

    Forum keyed(SigningKey key) {
        return keyed(signingKeys, key);
    }

    private Forum keyed(List<SigningKey> before, SigningKey key) {
        return with(frameworks, bodies, ruleCards, plus(before, key), proposals, logOrigins);
    }

    private Forum with(List<ForumProposal> open) {
        return with(frameworks, bodies, ruleCards, signingKeys, open, logOrigins);
    }

    Forum logged(LogOrigin one) {
        return with(frameworks, bodies, ruleCards, signingKeys, proposals, plus(logOrigins, one));
    }

    /** With which event it was that adopted the last log, and when: what its stream knows and no event says. */
    public Forum loggedAs(String event, Instant at) {
        LogOrigin last = logOrigins.getLast();
        List<LogOrigin> named =
                replaced(logOrigins, o -> o.equals(last), o -> new LogOrigin(o.log(), o.origin(), o.vkey(), event, at));
        return with(frameworks, bodies, ruleCards, signingKeys, proposals, named);
    }

    Forum proposed(ForumProposal one) {
        return with(plus(proposals, one));
    }

    Forum turned(String proposal, String unit, String person) {
        return with(replaced(proposals, p -> p.proposal().equals(proposal), p -> p.turned(unit, person)));
    }

    Forum settled(String proposal) {
        return with(
                proposals.stream().filter(p -> !p.proposal().equals(proposal)).toList());
    }
}
