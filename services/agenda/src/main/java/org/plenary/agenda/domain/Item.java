package org.plenary.agenda.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.TwoKeys;

/**
 * An agenda item as its events left it.
 *
 * @param admission the co-chairs' keys on what was screened; its hash binds the secretariat's admission too
 * @param declining the proposal to decline that stands, null where none
 * @param agenda the agenda document that lists it, null until it was listed
 */
public record Item(
        Status status,
        String forum,
        String meeting,
        String body,
        String party,
        String title,
        String memorandum,
        List<Integer> objectives,
        @Nullable String urgencyGround,
        @Nullable Channel channel,
        Instant receivedAt,
        TwoKeys admission,
        @Nullable Declining declining,
        @Nullable String agenda,
        int number,
        @Nullable String reason) {
    /** The lifecycle's states on the straight path. */
    public enum Status {
        NONE,
        SUBMITTED,
        RETURNED,
        ADMITTED,
        DECLINED,
        WITHDRAWN,
        LISTED,
        INCLUDED,
        UNDER_CONSIDERATION,
        CONCLUDED,
        DEFERRED
    }

    /** A proposal to decline the item for exactly this reason, and the co-chairs' keys on it. */
    public record Declining(String reason, TwoKeys keys) {}

    static final Item INITIAL = new Item(
            Status.NONE,
            "",
            "",
            "",
            "",
            "",
            "",
            List.of(),
            null,
            null,
            Instant.EPOCH,
            TwoKeys.on("", List.of()),
            null,
            null,
            0,
            null);

    /** SHA-256 of what is screened: an admission is bound to it. */
    static String hash(String party, String title, String memorandum, List<Integer> objectives, Instant receivedAt) {
        return Ids.sha256(
                String.join("\n", "item-v1", party, title, memorandum, objectives.toString(), receivedAt.toString()));
    }

    Item with(Status next) {
        return new Item(
                next,
                forum,
                meeting,
                body,
                party,
                title,
                memorandum,
                objectives,
                urgencyGround,
                channel,
                receivedAt,
                admission,
                declining,
                agenda,
                number,
                reason);
    }

    Item reason(Status next, String why) {
        return new Item(
                next,
                forum,
                meeting,
                body,
                party,
                title,
                memorandum,
                objectives,
                urgencyGround,
                channel,
                receivedAt,
                admission,
                declining,
                agenda,
                number,
                why);
    }

    Item keys(TwoKeys admitting, @Nullable Declining proposed) {
        return new Item(
                status,
                forum,
                meeting,
                body,
                party,
                title,
                memorandum,
                objectives,
                urgencyGround,
                channel,
                receivedAt,
                admitting,
                proposed,
                agenda,
                number,
                reason);
    }

    Item listed(String inAgenda, int at) {
        return new Item(
                Status.LISTED,
                forum,
                meeting,
                body,
                party,
                title,
                memorandum,
                objectives,
                urgencyGround,
                channel,
                receivedAt,
                admission,
                declining,
                inAgenda,
                at,
                reason);
    }
}
