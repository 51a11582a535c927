package org.plenary.kernel.parking;

/** What happened to something that stopped. */
public sealed interface ParkingEvent permits StreamParked, ReplayOrdered, PassOverOrdered, StreamResumed {}
