package org.plenary.kernel.parking;

/** What can be done about something that stopped. */
public sealed interface ParkingCommand permits NoteParked, ReplayStream, PassOverEvent, NoteResumed {}
