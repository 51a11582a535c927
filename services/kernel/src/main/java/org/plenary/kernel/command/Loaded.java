package org.plenary.kernel.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A state with its place in the stream.
 *
 * @param version of the last event folded in; 0 for a stream without events
 * @param commit id of the last commit folded in
 * @param recordedAt of the last event; new ones are never earlier
 */
public record Loaded<S>(S state, long version, @Nullable String commit, Instant recordedAt) {}
