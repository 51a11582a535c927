package org.plenary.outcomes.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.plenary.kernel.decide.TwoKeys;

/**
 * A silence procedure, asked for by one key or running.
 *
 * @param keys the keys on the text's hash
 * @param expiresAt T
 * @param settlesAt T + 10 s; equal to T until both keys are turned
 * @param breakers parties whose objection breaks it; empty until both keys are turned
 * @param objectors parties that objected in time
 */
public record Silence(
        TwoKeys keys,
        Instant expiresAt,
        Instant settlesAt,
        String zone,
        Duration minimum,
        Duration given,
        List<String> breakers,
        List<String> recipients,
        List<String> objectors) {
    Silence objected(String party) {
        List<String> more = new java.util.ArrayList<>(objectors);
        more.add(party);
        return new Silence(keys, expiresAt, settlesAt, zone, minimum, given, breakers, recipients, List.copyOf(more));
    }
}
