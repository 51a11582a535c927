package org.plenary.outcomes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.plenary.kernel.feed.Copies;
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

    OutcomeFacts forDecision(String meeting) {
        Document m = copies.find("meeting", meeting).orElse(null);
        if (m == null || m.getString("forum") == null) {
            return NOTHING;
        }
        KnownMeeting known = new KnownMeeting(
                m.getString("forum"),
                m.getString("body"),
                m.getString("symbolStem"),
                m.getList("keyholders", String.class));
        Document forum = copies.find("membership", known.forum()).orElse(null);
        if (forum == null) {
            return new OutcomeFacts(known, null, Map.of(), Map.of());
        }
        Document entry =
                forum.get("cards", Document.class).get(known.body() + "|" + m.getString("meetingType"), Document.class);
        Map<String, String> classes = new TreeMap<>();
        forum.get("parties", Document.class).forEach((party, type) -> classes.put(party, String.valueOf(type)));
        Map<String, SigningKey> keys = new TreeMap<>();
        for (Document k : forum.getList("keys", Document.class, List.of())) {
            keys.put(k.getString("kid"), new SigningKey(k.getString("party"), k.getString("publicKey")));
        }
        return new OutcomeFacts(known, entry == null ? null : rules(entry), classes, keys);
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
