package org.plenary.kernel.parking;

/** Orders that the stream be taken again from where it stopped. */
public record ReplayStream(String reason) implements ParkingCommand {}
