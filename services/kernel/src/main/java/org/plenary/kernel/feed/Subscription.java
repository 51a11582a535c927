package org.plenary.kernel.feed;

import java.util.List;
import org.plenary.kernel.view.Fold;

/**
 * What a service does with the streams of one aggregate of one service (its own included): it keeps a copy, one
 * document a stream, and reacts to events.
 *
 * @param service the source's name
 * @param aggregate the streams' prefix, or {@link #ALL}
 * @param fold how the copy is made
 * @param reactions carried out for each event before the copy's version moves past it, so at least once
 */
public record Subscription(String service, String aggregate, Fold fold, List<Reaction> reactions) {
    /** Every stream of the service, whatever its aggregate. */
    public static final String ALL = "*";

    /** A copy without reactions. */
    public static Subscription copy(String service, String aggregate, Fold fold) {
        return new Subscription(service, aggregate, fold, List.of());
    }

    /** The collection of the copy. */
    public String collection() {
        return "copy." + service + "." + (aggregate.equals(ALL) ? "all" : aggregate);
    }
}
