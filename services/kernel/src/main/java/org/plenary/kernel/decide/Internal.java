package org.plenary.kernel.decide;

/** A command that only timers and reactions send; it has no route and no policy row. */
public interface Internal {}
