package org.plenary.circulation.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Internal;

/** What can be done with a dispatch. */
public sealed interface DispatchCommand {
    /** Acknowledges receipt for the own party. */
    record AcknowledgeReceipt() implements DispatchCommand {}

    /** Something was circulated. */
    record OrderDispatch(
            String forum,
            String about,
            String eventId,
            DispatchKind kind,
            @Nullable String symbol,
            String title,
            String note,
            List<Recipient> recipients)
            implements DispatchCommand, Internal {}

    /** The mail server took the message. */
    record RecordSent(String party, String messageId) implements DispatchCommand, Internal {}

    /** The mail server did not take the message. */
    record RecordFailure(String party) implements DispatchCommand, Internal {}

    /** Letters are held: the message was not handed over, and nobody was asked to take it. */
    record RecordHeld(String party) implements DispatchCommand, Internal {}

    /** The time for another attempt came. */
    record RetryDelivery() implements DispatchCommand, Internal {}
}
