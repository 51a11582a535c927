package org.plenary.kernel.command;

import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Policy;

/**
 * Where a thing belongs, for the policy table, the event's envelope and the audience.
 *
 * @param forum the forum's stream id; empty only for what comes before any forum
 * @param body the body whose keyholders and roles count, or null
 * @param unit the unit it belongs to, or null where it is everybody's
 * @param person the subject of the person that it is about, or null
 * @param status the lifecycle's state as the policy table writes it
 * @param audience who may read it: see {@code Audience}
 */
public record Scope(
        String forum,
        @Nullable String body,
        @Nullable String unit,
        @Nullable String person,
        String status,
        String audience) {
    /** Of a thing that is about no one person. */
    public Scope(String forum, @Nullable String body, @Nullable String unit, String status, String audience) {
        this(forum, body, unit, null, status, audience);
    }

    /** What the policy table judges. */
    public Policy.Thing thing() {
        return new Policy.Thing(body, unit, person, status);
    }
}
