package org.plenary.kernel.parking;

import java.time.Instant;
import org.plenary.kernel.feed.Parked;

/**
 * A service stopped at an event, or at something that is none; again after an order that did not help.
 *
 * @param entry what stopped, as {@link Parked.Entry#id()} names it
 * @param source the service whose stream it is
 * @param stream the stream; for a record that is no event, topic, partition and offset
 * @param version of the event; 0 where there is none
 * @param cause what the service met
 * @param at when it stopped
 */
public record StreamParked(
        String entry, Parked.Kind kind, String source, String stream, long version, String cause, Instant at)
        implements ParkingEvent {}
