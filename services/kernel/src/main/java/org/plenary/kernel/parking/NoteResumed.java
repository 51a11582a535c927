package org.plenary.kernel.parking;

import java.time.Instant;
import org.plenary.kernel.decide.Internal;

/**
 * Notes that the service goes on with it.
 *
 * @param at of the stop that ended, so that a late one ends no later stop
 * @param version up to which the service has taken it; 0 where it has no versions
 */
public record NoteResumed(Instant at, long version) implements ParkingCommand, Internal {}
