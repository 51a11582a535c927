package org.plenary.outcomes.domain;

/** A co-chair's office's signature: the detached JWS and the registered key that made it. */
public record OfficeSignature(String unit, String by, String kid, String signature) {}
