package org.plenary.agenda.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to an agenda item. */
public sealed interface ItemEvent {
    /** A party submitted an item. */
    record ItemSubmitted(
            String forum,
            String meeting,
            String body,
            String party,
            String title,
            String memorandum,
            List<Integer> objectives,
            @Nullable String urgencyGround,
            Channel channel,
            Instant receivedAt,
            Instant regularUntil,
            Instant supplementaryUntil,
            List<String> keyholders)
            implements ItemEvent {}

    /** The secretariat returned the item. */
    record ItemReturned(String reason, String by) implements ItemEvent {}

    /** The party submitted the item again; its channel follows from the new receipt. */
    record ItemResubmitted(
            String title,
            String memorandum,
            List<Integer> objectives,
            @Nullable String urgencyGround,
            Channel channel,
            Instant receivedAt)
            implements ItemEvent {}

    /** One co-chair agreed to admit the item. */
    record ItemAdmissionKeyTurned(String unit, String by, String hash) implements ItemEvent {}

    /** The item was admitted. */
    record ItemAdmitted(String by) implements ItemEvent {}

    /** One co-chair agreed to decline the item for this reason; an admission key of the same unit is taken back. */
    record ItemDeclineKeyTurned(String unit, String by, String reason, String hash) implements ItemEvent {}

    /** The item was declined. */
    record ItemDeclined(String reason, String by) implements ItemEvent {}

    /** The party withdrew the item. */
    record ItemWithdrawn(String by) implements ItemEvent {}

    /** The item stands in a frozen agenda. */
    record ItemListed(String agenda, int edition, int number) implements ItemEvent {}

    /** The agenda that holds the item was adopted. */
    record ItemIncluded(String agenda) implements ItemEvent {}

    /** The debate on the item was opened. */
    record DebateOpened(String by) implements ItemEvent {}

    /** The item was concluded. */
    record ItemConcluded(String by) implements ItemEvent {}

    /** The item was deferred. */
    record ItemDeferred(String reason, String by) implements ItemEvent {}
}
