package org.plenary.kernel.parking;

/**
 * An operator ordered that the stream be taken again from where it stopped, because its service was mended.
 *
 * @param version of the event at which it stopped
 * @param reason what was mended
 */
public record ReplayOrdered(long version, String reason) implements ParkingEvent {}
