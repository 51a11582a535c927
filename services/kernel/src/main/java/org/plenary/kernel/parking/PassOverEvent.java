package org.plenary.kernel.parking;

import org.jspecify.annotations.Nullable;

/** Orders that the event at which it stopped have no effect in this service; the rest is then taken. */
public record PassOverEvent(String reason, @Nullable String compensation) implements ParkingCommand {}
