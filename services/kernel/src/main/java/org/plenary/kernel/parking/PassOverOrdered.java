package org.plenary.kernel.parking;

import org.jspecify.annotations.Nullable;

/**
 * An operator ordered that the event have no effect in this service, because something else makes it good.
 *
 * @param version of the event at which it stopped
 * @param reason why it needs no effect here
 * @param compensation the event that makes it good, {@code <stream>@<version>}
 */
public record PassOverOrdered(
        long version, String reason, @Nullable String compensation) implements ParkingEvent {}
