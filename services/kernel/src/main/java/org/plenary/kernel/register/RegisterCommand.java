package org.plenary.kernel.register;

/** What a register is asked. */
public sealed interface RegisterCommand permits MintNumber {}
