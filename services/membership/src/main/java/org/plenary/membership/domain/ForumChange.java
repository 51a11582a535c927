package org.plenary.membership.domain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.ForumCommand.ProposeBodyChange;
import org.plenary.membership.domain.ForumCommand.ProposeLogOrigin;
import org.plenary.membership.domain.ForumCommand.ProposeRuleCard;
import org.plenary.membership.domain.ForumCommand.ProposeSigningKey;

/** What is proposed to a forum's keyholders: exactly one of the four. */
public record ForumChange(
        @Nullable OfCard card,
        @Nullable OfBody body,
        @Nullable OfKey key,
        @Nullable OfLog log) {
    /** Another rule card. */
    public record OfCard(String body, String meetingType, String source, Card card) {}

    /** Another composition of a body, or a new body. */
    public record OfBody(
            String body,
            @Nullable String name,
            @Nullable List<String> keyholders,
            List<String> seat,
            List<String> unseat,
            Instant from) {}

    /** Another public key of an office. */
    public record OfKey(
            String party,
            String kid,
            String publicKey,
            boolean demonstration,
            @Nullable String replaces) {}

    /** Another log for the record, which goes on where the present one ends. */
    public record OfLog(String log, String origin, String vkey, String reason) {}

    static ForumChange by(ProposeRuleCard c) {
        return of(new OfCard(c.body(), c.meetingType(), c.source(), c.card()));
    }

    static ForumChange by(ProposeBodyChange c) {
        return of(new OfBody(c.body(), c.name(), c.keyholders(), c.seat(), c.unseat(), c.from()));
    }

    static ForumChange by(ProposeSigningKey c) {
        return of(new OfKey(c.party(), c.kid(), c.publicKey(), c.demonstration(), c.replaces()));
    }

    static ForumChange by(ProposeLogOrigin c) {
        return of(new OfLog(c.log(), c.origin(), c.vkey(), c.reason()));
    }

    static ForumChange of(OfCard card) {
        return new ForumChange(card, null, null, null);
    }

    static ForumChange of(OfBody body) {
        return new ForumChange(null, body, null, null);
    }

    static ForumChange of(OfKey key) {
        return new ForumChange(null, null, key, null);
    }

    static ForumChange of(OfLog log) {
        return new ForumChange(null, null, null, log);
    }

    /** What a command is about: the change it proposes, or the proposed one that it names. */
    public static Optional<ForumChange> named(ForumCommand command, Forum forum) {
        return switch (command) {
            case ForumCommand.FoundForum c -> Optional.empty();
            case ProposeRuleCard c -> Optional.of(by(c));
            case ProposeBodyChange c -> Optional.of(by(c));
            case ProposeSigningKey c -> Optional.of(by(c));
            case ProposeLogOrigin c -> Optional.of(by(c));
            case ForumCommand.ConsentToForumChange c ->
                forum.proposal(c.proposal()).map(ForumProposal::change);
            case ForumCommand.WithdrawForumChange c ->
                forum.proposal(c.proposal()).map(ForumProposal::change);
        };
    }

    /** The SHA-256 of the change, for this forum only, in the canonical form of RFC 8785: what the keys are on. */
    public String hash(String forum) {
        try {
            String text = Json.write(Map.of("forum", forum, "change", this));
            return Ids.sha256(new JsonCanonicalizer(text).getEncodedString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body whose keyholders decide: for what concerns the whole forum, the conference. */
    public String concerns() {
        if (card != null) {
            return card.body();
        }
        return body != null ? body.body() : Forum.CONFERENCE;
    }

    /** The parties that it names. */
    public List<String> parties() {
        List<String> named = new ArrayList<>();
        if (body != null) {
            named.addAll(body.seat());
            named.addAll(body.keyholders() == null ? List.of() : body.keyholders());
        }
        if (key != null) {
            named.add(key.party());
        }
        return named;
    }
}
