package org.plenary.kernel.register;

/** What happened in a register. */
public sealed interface RegisterEvent permits NumberMinted {}
