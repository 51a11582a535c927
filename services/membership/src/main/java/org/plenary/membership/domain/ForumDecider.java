package org.plenary.membership.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.membership.domain.Forum.Status;
import org.plenary.membership.domain.ForumCommand.*;
import org.plenary.membership.domain.ForumEvent.*;

/**
 * Founding a forum, where everything that its bodies, cards, people and keys name must be in its own register; and,
 * with all keys, changing it.
 */
public final class ForumDecider implements Decider<ForumCommand, Forum, ForumEvent, ForumFacts> {
    @Override
    public Forum initial() {
        return Forum.INITIAL;
    }

    @Override
    public List<ForumEvent> decide(ForumCommand command, Forum forum, ForumFacts facts, Act act) {
        return switch (command) {
            case FoundForum found -> found(found, forum, act);
            case ProposeRuleCard c -> ForumChanges.propose(ForumChange.by(c), forum, facts, act);
            case ProposeBodyChange c -> ForumChanges.propose(ForumChange.by(c), forum, facts, act);
            case ProposeSigningKey c -> ForumChanges.propose(ForumChange.by(c), forum, facts, act);
            case ProposeLogOrigin c -> ForumChanges.propose(ForumChange.by(c), forum, facts, act);
            case ConsentToForumChange c -> ForumChanges.consent(c, forum, facts, act);
            case WithdrawForumChange c -> ForumChanges.withdraw(c, forum, act);
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
            case ForumFounded e -> f.founded(e.name(), e.symbolPrefix(), e.fictional());
            case FrameworkAdopted e -> f.framework(e);
            case BodyEstablished e ->
                f.changed(e.body(), new Body.Change(e.name(), e.keyholders(), e.members(), List.of(), null));
            case RuleCardImported e ->
                f.carded(new RuleCard(e.body(), e.meetingType(), e.ruleCardVersion(), e.source(), e.card(), null));
            case SigningKeyRegistered e ->
                f.keyed(new SigningKey(e.party(), e.kid(), e.publicKey(), e.demonstration(), null, null));
            case RegisterImported e -> f;
            case RuleCardProposed e -> ForumChanges.evolve(f, e);
            case BodyChangeProposed e -> ForumChanges.evolve(f, e);
            case SigningKeyProposed e -> ForumChanges.evolve(f, e);
            case LogOriginProposed e -> ForumChanges.evolve(f, e);
            case ForumChangeConsented e -> f.turned(e.proposal(), e.unit(), e.by());
            case ForumChangeWithdrawn e -> f.settled(e.proposal());
            case RuleCardAdopted e ->
                f.settled(e.proposal())
                        .carded(new RuleCard(
                                e.body(), e.meetingType(), e.ruleCardVersion(), e.source(), e.card(), e.proposal()));
            case BodyChanged e ->
                f.settled(e.proposal())
                        .changed(e.body(), new Body.Change(e.name(), e.keyholders(), e.seat(), e.unseat(), e.from()));
            case SigningKeyRotated e ->
                f.settled(e.proposal())
                        .rotated(
                                new SigningKey(e.party(), e.kid(), e.publicKey(), e.demonstration(), e.from(), null),
                                e.replaces());
            case LogOriginAdopted e ->
                f.settled(e.proposal()).logged(new LogOrigin(e.log(), e.origin(), e.vkey(), null, null));
        };
    }
}
