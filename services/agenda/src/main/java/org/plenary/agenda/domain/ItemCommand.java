package org.plenary.agenda.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Internal;

/** What can be done with an agenda item. */
public sealed interface ItemCommand {
    /** Submits an item for the own party; its channel follows from the moment of receipt. */
    record SubmitItem(
            String meeting,
            String party,
            String title,
            String memorandum,
            List<Integer> objectives,
            @Nullable String urgencyGround)
            implements ItemCommand {}

    /** Returns an item with its reason. */
    record ReturnItem(String reason) implements ItemCommand {}

    /** Submits a returned item again; an old draft is no way round a deadline. */
    record ResubmitItem(
            String title,
            String memorandum,
            List<Integer> objectives,
            @Nullable String urgencyGround) implements ItemCommand {}

    /** Admits an item: the secretariat a regular one, both co-chairs a later one. */
    record AdmitItem(String hash) implements ItemCommand {}

    /** Declines an item: both co-chairs, for the same reason. */
    record DeclineItem(String reason) implements ItemCommand {}

    /** Withdraws the own item. */
    record WithdrawItem() implements ItemCommand {}

    /** Opens the debate on an item. */
    record OpenDebate() implements ItemCommand {}

    /** Concludes an item. */
    record ConcludeItem() implements ItemCommand {}

    /** Defers an item. */
    record DeferItem(String reason) implements ItemCommand {}

    /** The agenda was frozen with this item. */
    record ListItem(String agenda, int edition, int number) implements ItemCommand, Internal {}

    /** The agenda that holds the item was adopted. */
    record IncludeItem(String agenda) implements ItemCommand, Internal {}
}
