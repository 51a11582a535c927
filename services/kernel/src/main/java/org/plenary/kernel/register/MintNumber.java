package org.plenary.kernel.register;

import org.plenary.kernel.decide.Internal;

/**
 * Mints the series' next number for a holder. Sent by a reaction, so that its command id, made from the holder's event,
 * lets a repetition find the number already minted.
 *
 * @param forum the forum's stream id
 * @param series what is counted, such as the stem of the symbols
 * @param holder the stream that the number is for
 */
public record MintNumber(String forum, String series, String holder) implements RegisterCommand, Internal {}
