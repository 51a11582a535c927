package org.plenary.kernel.parking;

import java.time.Instant;
import org.plenary.kernel.decide.Internal;
import org.plenary.kernel.feed.Parked;

/** Notes that it stopped; the fields are those of {@link StreamParked}. */
public record NoteParked(
        String entry, Parked.Kind kind, String source, String stream, long version, String cause, Instant at)
        implements ParkingCommand, Internal {}
