package org.plenary.membership.domain;

/** A public key of a co-chair's office. */
public record SigningKeyEntry(String party, String kid, String publicKey, boolean demonstration) {}
