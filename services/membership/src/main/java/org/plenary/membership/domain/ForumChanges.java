package org.plenary.membership.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.membership.domain.ForumChange.OfBody;
import org.plenary.membership.domain.ForumChange.OfCard;
import org.plenary.membership.domain.ForumChange.OfKey;
import org.plenary.membership.domain.ForumChange.OfLog;
import org.plenary.membership.domain.ForumCommand.ConsentToForumChange;
import org.plenary.membership.domain.ForumCommand.WithdrawForumChange;
import org.plenary.membership.domain.ForumEvent.*;

/**
 * Changes of a forum's rules, bodies and keys, and of the record's log: each needs every keyholder's key on the same bytes. A proposal is judged
 * when it is made and again when the last key is turned, as others may have come into force meanwhile. It needs the keys
 * of those who hold them when the last is turned, so that it lapses where the keys passed on.
 */
final class ForumChanges {
    /** Proposals that may wait for keys at a time. */
    static final int OPEN_MAX = 20;

    private ForumChanges() {}

    static List<ForumEvent> propose(ForumChange change, Forum forum, ForumFacts facts, Act act) {
        if (forum.proposals().size() == OPEN_MAX) {
            throw ForumRule.PROPOSALS_TOO_MANY.because(
                    "So many proposals wait for keys that no other is taken.", Map.of("openMax", OPEN_MAX));
        }
        List<String> holders = holders(change, forum, act.receivedAt());
        String hash = change.hash(act.stream());
        TwoKeys keys = TwoKeys.on(hash, holders);
        boolean byOperator = change.log() != null;
        if (byOperator) {
            TwoKeys.personally(act);
        } else {
            keys.require(act, hash);
        }
        ForumChangeRules.judge(change, forum, facts, act);
        String proposal = act.id(0).toString();
        List<ForumEvent> events = new ArrayList<>();
        events.add(proposed(proposal, change, hash, holders, act));
        if (!byOperator && keys.completedBy(act.unit())) {
            events.add(effect(proposal, change, forum, keys, act));
        }
        return List.copyOf(events);
    }

    static List<ForumEvent> consent(ConsentToForumChange c, Forum forum, ForumFacts facts, Act act) {
        ForumProposal p = open(c.proposal(), forum);
        List<String> holders = holders(p.change(), forum, act.receivedAt());
        if (!Set.copyOf(holders).equals(Set.copyOf(p.keys().holders()))) {
            throw ForumRule.KEYHOLDERS_CHANGED.because(
                    "Others hold the keys now than when this was proposed. Propose it again.",
                    Map.of("holders", holders, "then", p.keys().holders()));
        }
        p.keys().require(act, c.hash());
        List<ForumEvent> events = new ArrayList<>();
        events.add(new ForumChangeConsented(c.proposal(), c.hash(), act.unit(), act.actor()));
        if (p.keys().completedBy(act.unit())) {
            ForumChangeRules.judge(p.change(), forum, facts, act);
            events.add(effect(c.proposal(), p.change(), forum, p.keys(), act));
        }
        return List.copyOf(events);
    }

    /** What keys that passed on can bring into force no more, those who hold them now take back too. */
    static List<ForumEvent> withdraw(WithdrawForumChange c, Forum forum, Act act) {
        ForumProposal p = open(c.proposal(), forum);
        boolean holds = p.keys().holders().contains(act.unit())
                || holders(p.change(), forum, act.receivedAt()).contains(act.unit());
        if (!holds) {
            throw KeyRule.KEY_NOT_HELD.because("Only a keyholder takes a proposal back.");
        }
        return List.of(new ForumChangeWithdrawn(c.proposal(), c.reason(), act.unit(), act.actor()));
    }

    private static ForumProposal open(String proposal, Forum forum) {
        return forum.proposal(proposal)
                .orElseThrow(() -> ForumRule.PROPOSAL_UNKNOWN.because("No such proposal waits for keys."));
    }

    /** A body without keyholders of its own, or one that is yet to be, is the conference's matter. */
    static List<String> holders(ForumChange change, Forum forum, Instant at) {
        List<String> own = keyholders(change.concerns(), forum, at);
        return own.isEmpty() ? keyholders(Forum.CONFERENCE, forum, at) : own;
    }

    private static List<String> keyholders(String body, Forum forum, Instant at) {
        return forum.body(body)
                .flatMap(b -> b.at(at))
                .map(Body.InForce::keyholders)
                .orElse(List.of());
    }

    private static ForumEvent proposed(
            String proposal, ForumChange change, String hash, List<String> holders, Act act) {
        OfCard card = change.card();
        if (card != null) {
            return new RuleCardProposed(
                    proposal,
                    card.body(),
                    card.meetingType(),
                    card.source(),
                    card.card(),
                    hash,
                    holders,
                    act.unit(),
                    act.actor());
        }
        OfBody body = change.body();
        if (body != null) {
            return new BodyChangeProposed(
                    proposal,
                    body.body(),
                    body.name(),
                    body.keyholders(),
                    body.seat(),
                    body.unseat(),
                    body.from(),
                    hash,
                    holders,
                    act.unit(),
                    act.actor());
        }
        OfLog log = change.log();
        if (log != null) {
            return new LogOriginProposed(
                    proposal, log.log(), log.origin(), log.vkey(), log.reason(), hash, holders, act.actor());
        }
        OfKey key = Objects.requireNonNull(change.key());
        return new SigningKeyProposed(
                proposal,
                key.party(),
                key.kid(),
                key.publicKey(),
                key.demonstration(),
                key.replaces(),
                hash,
                holders,
                act.unit(),
                act.actor());
    }

    private static ForumEvent effect(String proposal, ForumChange change, Forum forum, TwoKeys keys, Act act) {
        OfCard card = change.card();
        if (card != null) {
            int last = forum.card(card.body(), card.meetingType())
                    .map(RuleCard::ruleCardVersion)
                    .orElse(0);
            return new RuleCardAdopted(
                    card.body(),
                    card.meetingType(),
                    last + 1,
                    card.source(),
                    card.card(),
                    proposal,
                    keys.hash(),
                    keys.holders());
        }
        OfBody body = change.body();
        if (body != null) {
            return new BodyChanged(
                    body.body(),
                    body.name(),
                    body.keyholders(),
                    body.seat(),
                    body.unseat(),
                    body.from(),
                    proposal,
                    keys.hash(),
                    keys.holders());
        }
        OfLog log = change.log();
        if (log != null) {
            return new LogOriginAdopted(
                    log.log(), log.origin(), log.vkey(), log.reason(), proposal, keys.hash(), keys.holders());
        }
        OfKey key = Objects.requireNonNull(change.key());
        return new SigningKeyRotated(
                key.party(),
                key.kid(),
                key.publicKey(),
                key.demonstration(),
                key.replaces(),
                act.receivedAt(),
                proposal,
                keys.hash(),
                keys.holders());
    }

    static Forum evolve(Forum f, RuleCardProposed e) {
        OfCard card = new OfCard(e.body(), e.meetingType(), e.source(), e.card());
        TwoKeys keys = TwoKeys.on(e.hash(), e.holders()).turn(e.unit(), e.by());
        return f.proposed(new ForumProposal(e.proposal(), ForumChange.of(card), keys));
    }

    static Forum evolve(Forum f, BodyChangeProposed e) {
        OfBody body = new OfBody(e.body(), e.name(), e.keyholders(), e.seat(), e.unseat(), e.from());
        TwoKeys keys = TwoKeys.on(e.hash(), e.holders()).turn(e.unit(), e.by());
        return f.proposed(new ForumProposal(e.proposal(), ForumChange.of(body), keys));
    }

    static Forum evolve(Forum f, SigningKeyProposed e) {
        OfKey key = new OfKey(e.party(), e.kid(), e.publicKey(), e.demonstration(), e.replaces());
        TwoKeys keys = TwoKeys.on(e.hash(), e.holders()).turn(e.unit(), e.by());
        return f.proposed(new ForumProposal(e.proposal(), ForumChange.of(key), keys));
    }

    /** Only the operator proposes it, and turns no key by it. */
    static Forum evolve(Forum f, LogOriginProposed e) {
        OfLog log = new OfLog(e.log(), e.origin(), e.vkey(), e.reason());
        return f.proposed(new ForumProposal(e.proposal(), ForumChange.of(log), TwoKeys.on(e.hash(), e.holders())));
    }
}
