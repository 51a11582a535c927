package org.plenary.infra.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of single things, and what can be said of them. */
final class Runs {
    private final List<Double> values = Collections.synchronizedList(new ArrayList<>());

    void add(double value) {
        values.add(value);
    }

    int count() {
        return values.size();
    }

    /** The value that this part of all values does not exceed: 0.5 is the median, 1 the largest. */
    double quantile(double part) {
        List<Double> ordered = values.stream().sorted().toList();
        if (ordered.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        return ordered.get((int) Math.clamp(Math.ceil(part * ordered.size()) - 1, 0, ordered.size() - 1));
    }
}
