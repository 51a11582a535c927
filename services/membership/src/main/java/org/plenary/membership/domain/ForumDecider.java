package org.plenary.membership.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.membership.domain.Forum.Status;
import org.plenary.membership.domain.ForumCommand.FoundForum;
import org.plenary.membership.domain.ForumEvent.BodyEstablished;
import org.plenary.membership.domain.ForumEvent.ForumFounded;
import org.plenary.membership.domain.ForumEvent.FrameworkAdopted;
import org.plenary.membership.domain.ForumEvent.RegisterImported;
import org.plenary.membership.domain.ForumEvent.RuleCardImported;
import org.plenary.membership.domain.ForumEvent.SigningKeyRegistered;

/** Founding a forum: everything that its bodies, cards, people and keys name must be in its own register. */
public final class ForumDecider implements Decider<ForumCommand, Forum, ForumEvent, NoFacts> {
    @Override
    public Forum initial() {
        return Forum.INITIAL;
    }

    @Override
    public List<ForumEvent> decide(ForumCommand command, Forum forum, NoFacts facts, Act act) {
        return switch (command) {
            case FoundForum found -> found(found, forum, act);
        };
    }

    private static List<ForumEvent> found(FoundForum found, Forum forum, Act act) {
        if (forum.status() != Status.NONE) {
            throw ForumRule.ALREADY_FOUNDED.because("This forum is founded.");
        }
        consistent(found);
        List<ForumEvent> events = new ArrayList<>();
        events.add(new ForumFounded(found.name(), found.symbolPrefix(), found.fictional(), act.actor()));
        events.add(new FrameworkAdopted(found.framework(), found.frameworkTitle(), found.objectives()));
        found.bodies().forEach(b -> events.add(new BodyEstablished(b.body(), b.name(), b.keyholders(), b.members())));
        found.ruleCards()
                .forEach(r -> events.add(new RuleCardImported(r.body(), r.meetingType(), 1, r.source(), r.card())));
        found.signingKeys()
                .forEach(k ->
                        events.add(new SigningKeyRegistered(k.party(), k.kid(), k.publicKey(), k.demonstration())));
        events.add(new RegisterImported(found.parties(), found.people()));
        return List.copyOf(events);
    }

    private static void consistent(FoundForum found) {
        Set<String> parties = new HashSet<>();
        for (PartyEntry p : found.parties()) {
            require(parties.add(p.party()), "/parties", "party " + p.party() + " is listed twice");
        }
        Set<String> bodies = new HashSet<>();
        for (BodyEntry b : found.bodies()) {
            require(bodies.add(b.body()), "/bodies", "body " + b.body() + " is listed twice");
            b.keyholders().forEach(k -> require(parties.contains(k), "/bodies", "keyholder " + k + " is no party"));
            b.members().forEach(m -> require(parties.contains(m), "/bodies", "member " + m + " is no party"));
        }
        for (RuleCardEntry r : found.ruleCards()) {
            require(bodies.contains(r.body()), "/ruleCards", "body " + r.body() + " is not established");
        }
        Set<String> subjects = new HashSet<>();
        for (PersonEntry p : found.people()) {
            require(subjects.add(p.subject()), "/people", "person " + p.subject() + " is listed twice");
            require(p.unit() == null || parties.contains(p.unit()), "/people", p.unit() + " is no party");
            p.grants()
                    .forEach(g -> require(
                            g.body() == null || bodies.contains(g.body()), "/people", g.body() + " is no body"));
        }
        found.signingKeys()
                .forEach(k -> require(parties.contains(k.party()), "/signingKeys", k.party() + " is no party"));
    }

    private static void require(boolean holds, String pointer, String what) {
        if (!holds) {
            throw ForumRule.REGISTER_INCONSISTENT.because(
                    "The founding data contradict themselves: " + what + ".", Map.of("pointer", pointer));
        }
    }

    @Override
    public Forum evolve(Forum f, ForumEvent event) {
        return switch (event) {
            case ForumFounded e ->
                new Forum(
                        Status.FOUNDED,
                        e.name(),
                        e.symbolPrefix(),
                        e.fictional(),
                        f.frameworks(),
                        f.bodies(),
                        f.ruleCards(),
                        f.signingKeys());
            case FrameworkAdopted e ->
                new Forum(
                        f.status(),
                        f.name(),
                        f.symbolPrefix(),
                        f.fictional(),
                        Forum.plus(f.frameworks(), e),
                        f.bodies(),
                        f.ruleCards(),
                        f.signingKeys());
            case BodyEstablished e ->
                new Forum(
                        f.status(),
                        f.name(),
                        f.symbolPrefix(),
                        f.fictional(),
                        f.frameworks(),
                        Forum.plus(f.bodies(), e),
                        f.ruleCards(),
                        f.signingKeys());
            case RuleCardImported e ->
                new Forum(
                        f.status(),
                        f.name(),
                        f.symbolPrefix(),
                        f.fictional(),
                        f.frameworks(),
                        f.bodies(),
                        Forum.plus(f.ruleCards(), e),
                        f.signingKeys());
            case SigningKeyRegistered e ->
                new Forum(
                        f.status(),
                        f.name(),
                        f.symbolPrefix(),
                        f.fictional(),
                        f.frameworks(),
                        f.bodies(),
                        f.ruleCards(),
                        Forum.plus(f.signingKeys(), e));
            case RegisterImported e -> f;
        };
    }
}
