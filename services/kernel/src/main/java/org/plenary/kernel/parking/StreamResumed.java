package org.plenary.kernel.parking;

/**
 * The service goes on with it.
 *
 * @param version up to which the service has taken it; 0 where it has no versions
 */
public record StreamResumed(long version) implements ParkingEvent {}
