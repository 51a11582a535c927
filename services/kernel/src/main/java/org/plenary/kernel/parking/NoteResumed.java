package org.plenary.kernel.parking;

import org.plenary.kernel.decide.Internal;

/** Notes that the service goes on with it. */
public record NoteResumed(long version) implements ParkingCommand, Internal {}
