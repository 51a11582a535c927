package org.plenary.circulation.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a dispatch. */
public sealed interface DispatchEvent {
    /** Something was circulated and is to be delivered. */
    record DispatchOrdered(
            String forum,
            String about,
            String eventId,
            DispatchKind kind,
            @Nullable String symbol,
            String title,
            String note,
            List<Recipient> recipients)
            implements DispatchEvent {}

    /** The message to a party was handed to the mail server. */
    record MessageSent(String party, String messageId, int attempt) implements DispatchEvent {}

    /** The message to a party could not be handed over. */
    record MessageFailed(String party, int attempt, Instant retryAt) implements DispatchEvent {}

    /** The time for another attempt came for these parties. */
    record DeliveryResumed(List<String> parties) implements DispatchEvent {}

    /** The message to a party could not be handed over in any attempt. */
    record DeliveryAbandoned(String party) implements DispatchEvent {}

    /** A party acknowledged receipt. */
    record ReceiptAcknowledged(String party, String by) implements DispatchEvent {}
}
