package org.plenary.infra.bench;

/**
 * What a figure is asked to be.
 *
 * @param side on which side of the value it must lie
 * @param value in the figure's unit
 */
record Bar(Side side, double value) {
    /** On which side. */
    enum Side {
        AT_LEAST,
        AT_MOST
    }

    static Bar atLeast(double value) {
        return new Bar(Side.AT_LEAST, value);
    }

    static Bar atMost(double value) {
        return new Bar(Side.AT_MOST, value);
    }

    boolean held(double measured) {
        return side == Side.AT_LEAST ? measured >= value : measured <= value;
    }
}
