package org.plenary.circulation.domain;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch as its events left it. Sent and acknowledged are facts apart: neither is inferred from the other.
 *
 * @param attempts attempts that failed, by party
 * @param sent Message-ID by party
 * @param acknowledged who acknowledged, by party
 */
public record Dispatch(
        boolean ordered,
        String forum,
        String about,
        @Nullable DispatchKind kind,
        @Nullable String symbol,
        String title,
        String note,
        List<Recipient> recipients,
        Map<String, Integer> attempts,
        Map<String, String> sent,
        List<String> abandoned,
        Map<String, String> acknowledged) {
    static final Dispatch INITIAL =
            new Dispatch(false, "", "", null, null, "", "", List.of(), Map.of(), Map.of(), List.of(), Map.of());

    boolean goesTo(String party) {
        return recipients.stream().anyMatch(r -> r.party().equals(party));
    }

    Dispatch attempted(String party, int attempt) {
        return new Dispatch(
                ordered,
                forum,
                about,
                kind,
                symbol,
                title,
                note,
                recipients,
                plus(attempts, party, attempt),
                sent,
                abandoned,
                acknowledged);
    }

    Dispatch sent(String party, String messageId) {
        return new Dispatch(
                ordered,
                forum,
                about,
                kind,
                symbol,
                title,
                note,
                recipients,
                attempts,
                plus(sent, party, messageId),
                abandoned,
                acknowledged);
    }

    Dispatch abandoned(String party) {
        List<String> more = new java.util.ArrayList<>(abandoned);
        more.add(party);
        return new Dispatch(
                ordered,
                forum,
                about,
                kind,
                symbol,
                title,
                note,
                recipients,
                attempts,
                sent,
                List.copyOf(more),
                acknowledged);
    }

    Dispatch acknowledged(String party, String by) {
        return new Dispatch(
                ordered,
                forum,
                about,
                kind,
                symbol,
                title,
                note,
                recipients,
                attempts,
                sent,
                abandoned,
                plus(acknowledged, party, by));
    }

    private static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
        Map<String, V> more = new TreeMap<>(map);
        more.put(key, value);
        return Collections.unmodifiableMap(more);
    }
}
