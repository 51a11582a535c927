package org.plenary.kernel.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What all events of a commit share.
 *
 * @param receivedAt when the command was received
 * @param actor the person's subject, or {@code system:<service>}
 * @param onBehalfOf the unit acted for, if another's
 * @param forum the forum's stream id
 * @param audience who may read: see {@code Audience}
 * @param correlation the same along a chain of commands and events
 * @param causation the id of the event that a reaction answers
 * @param traceparent W3C Trace Context of the request
 */
public record Meta(
        Instant receivedAt,
        String actor,
        @Nullable String onBehalfOf,
        String forum,
        String audience,
        String correlation,
        @Nullable String causation,
        @Nullable String traceparent) {}
