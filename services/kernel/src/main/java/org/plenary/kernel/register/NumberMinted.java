package org.plenary.kernel.register;

/**
 * A number is the holder's, for ever; the next one is greater by one.
 *
 * @param number from 1
 */
public record NumberMinted(String forum, String series, long number, String holder) implements RegisterEvent {}
