package org.plenary.outcomes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Copies;
import org.plenary.outcomes.domain.DocumentCommand;
import org.plenary.outcomes.domain.DocumentCommand.CirculateDraft;
import org.plenary.outcomes.domain.DocumentCommand.PlaceUnderSilence;
import org.plenary.outcomes.domain.DocumentCommand.PublishDocument;
import org.plenary.outcomes.domain.OutcomeFacts;
import org.plenary.outcomes.domain.OutcomeFacts.KnownMeeting;
import org.plenary.outcomes.domain.OutcomeFacts.SigningKey;
import org.plenary.outcomes.domain.OutcomeRules;

/** The facts that decisions on outcome documents need, gathered from the local copies. */
final class GatheredFacts {
    private static final OutcomeFacts NOTHING = new OutcomeFacts(null, null, Map.of(), Map.of());
    private final Copies copies;

    GatheredFacts(Copies copies) {
        this.copies = copies;
    }

    /** @param at when the command was received: classes and keys are those in force then */
    OutcomeFacts forDecision(DocumentCommand command, String meeting, Instant at) {
        KnownMeeting known = meeting(meeting);
        if (known == null) {
            return NOTHING;
        }
        Document forum = copies.find("membership", known.forum()).orElse(null);
        if (forum == null) {
            return new OutcomeFacts(known, null, Map.of(), Map.of());
        }
        String type = copies.find("meeting", meeting).orElseThrow().getString("meetingType");
        Document entry = forum.get("cards", Document.class).get(known.body() + "|" + type, Document.class);
        return new OutcomeFacts(
                known,
                entry == null ? null : rules(entry),
                classes(command, known.forum(), forum, at),
                keys(forum, at));
    }

    @Nullable
    KnownMeeting meeting(String meeting) {
        return copies.find("meeting", meeting)
                .filter(m -> m.getString("forum") != null)
                .map(m -> new KnownMeeting(
                        m.getString("forum"),
                        m.getString("body"),
                        m.getString("symbolStem"),
                        m.getList("keyholders", String.class)))
                .orElse(null);
    }

    /** Who is asked and told; only acts that address all parties look them up. */
    private Map<String, String> classes(DocumentCommand command, String forumId, Document forum, Instant at) {
        Map<String, String> founding = new TreeMap<>();
        forum.get("parties", Document.class).forEach((party, type) -> founding.put(party, String.valueOf(type)));
        boolean addressesAll = command instanceof CirculateDraft
                || command instanceof PlaceUnderSilence
                || command instanceof PublishDocument;
        return addressesAll ? PartyCopy.allAt(copies, forumId, founding, at) : founding;
    }

    private static Map<String, SigningKey> keys(Document forum, Instant at) {
        Map<String, SigningKey> keys = new TreeMap<>();
        for (Document k : forum.getList("keys", Document.class, List.of())) {
            String from = k.getString("from");
            String until = k.getString("until");
            boolean begun = from == null || !at.isBefore(Instant.parse(from));
            if (begun && (until == null || at.isBefore(Instant.parse(until)))) {
                keys.put(k.getString("kid"), new SigningKey(k.getString("party"), k.getString("publicKey")));
            }
        }
        return keys;
    }

    private static OutcomeRules rules(Document entry) {
        Document card = entry.get("card", Document.class);
        return new OutcomeRules(
                entry.getInteger("ruleCardVersion"),
                Duration.parse(card.getString("silenceMinimum")),
                Duration.parse(card.getString("statementsWindow")),
                card.getList("mayBreakSilence", String.class));
    }
}
