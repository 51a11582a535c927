package org.plenary.kernel.command;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Ids;

/**
 * How a command came in.
 *
 * @param operation the command's simple name, as the policy table and the contract write it
 * @param origin a person over HTTP, or the service itself
 * @param subject who sent it; empty for a visitor, {@code system:<service>} for the service itself
 * @param onBehalfOf the unit acted for, if another's
 * @param commandId equal for every repetition
 * @param requestHash SHA-256 over operation, path id, If-Match and body; of a person's request also over its key, which
 *     stands nowhere, so that no guess at a confidential body can be tried against the hash
 * @param ifMatch the version the sender saw, where it says so
 * @param stage whether the stream must be new or must exist
 * @param receivedAt taken once, kept over retries, milliseconds
 * @param withheld roles that do not act by this request, because its sender's token says of no second factor
 */
public record Request(
        String operation,
        Origin origin,
        String subject,
        @Nullable String onBehalfOf,
        UUID commandId,
        String requestHash,
        OptionalLong ifMatch,
        Stage stage,
        Instant receivedAt,
        String correlation,
        @Nullable String causation,
        @Nullable String traceparent,
        Set<String> withheld) {
    /** A request from which no role is withheld. */
    public Request(
            String operation,
            Origin origin,
            String subject,
            @Nullable String onBehalfOf,
            UUID commandId,
            String requestHash,
            OptionalLong ifMatch,
            Stage stage,
            Instant receivedAt,
            String correlation,
            @Nullable String causation,
            @Nullable String traceparent) {
        this(
                operation,
                origin,
                subject,
                onBehalfOf,
                commandId,
                requestHash,
                ifMatch,
                stage,
                receivedAt,
                correlation,
                causation,
                traceparent,
                Set.of());
    }

    /** Who speaks. */
    public enum Origin {
        PERSON,
        SERVICE
    }

    /** What the command expects of its stream. */
    public enum Stage {
        CREATES,
        CONTINUES,
        EITHER
    }

    /** A command that a timer or a reaction of the service sends. */
    public static Request ofService(
            String service,
            String operation,
            UUID commandId,
            Instant at,
            String correlation,
            @Nullable String causation) {
        return new Request(
                operation,
                Origin.SERVICE,
                "system:" + service,
                null,
                commandId,
                Ids.sha256(operation),
                OptionalLong.empty(),
                Stage.EITHER,
                at,
                correlation,
                causation,
                null);
    }
}
