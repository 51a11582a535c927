package org.plenary.kernel.store;

import java.time.Instant;

/**
 * A state of a stream, so that a load need not walk it from the start.
 *
 * @param version of the last event folded in
 * @param commit id of the last commit folded in
 * @param recordedAt of the last event
 * @param shape what its state looks like; empty for one that an early release kept
 * @param state the state as JSON text
 */
public record Snapshot(String stream, long version, String commit, Instant recordedAt, String shape, String state) {}
