package org.plenary.circulation.domain;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch as its events left it. Sent and acknowledged are facts apart: neither is inferred from the other.
 *
 * @param attempts attempts that failed, by party
 * @param waiting when those that failed are tried again, by party; none while an attempt is under way
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
        Map<String, Instant> waiting,
        Map<String, String> sent,
        List<String> abandoned,
        Map<String, String> acknowledged) {
    static final Dispatch INITIAL = new Dispatch(
            false, "", "", null, null, "", "", List.of(), Map.of(), Map.of(), Map.of(), List.of(), Map.of());

    boolean goesTo(String party) {
        return recipients.stream().anyMatch(r -> r.party().equals(party));
    }

    Dispatch attempted(String party, int attempt, Instant again) {
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
                plus(waiting, party, again),
                sent,
                abandoned,
                acknowledged);
    }

    Dispatch resumed(List<String> parties) {
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
                without(waiting, parties),
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
                without(waiting, List.of(party)),
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
                without(waiting, List.of(party)),
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
                waiting,
                sent,
                abandoned,
                plus(acknowledged, party, by));
    }

    private static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
        Map<String, V> more = new TreeMap<>(map);
        more.put(key, value);
        return Collections.unmodifiableMap(more);
    }

    private static <V> Map<String, V> without(Map<String, V> map, List<String> keys) {
        Map<String, V> fewer = new TreeMap<>(map);
        fewer.keySet().removeAll(keys);
        return Collections.unmodifiableMap(fewer);
    }
}
