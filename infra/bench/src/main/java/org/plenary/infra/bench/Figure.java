package org.plenary.infra.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was measured several times.
 *
 * @param benchmark the benchmark's name
 * @param what in words
 * @param unit of the runs and the bar
 * @param runs in the order they were made, at least one
 * @param bar absent where the figure only explains another
 */
record Figure(
        String benchmark,
        String what,
        String unit,
        List<Double> runs,
        @Nullable Bar bar) {
    Figure {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured: " + what);
        }
        runs = List.copyOf(runs);
    }

    double min() {
        return ordered().getFirst();
    }

    double max() {
        return ordered().getLast();
    }

    double median() {
        List<Double> ordered = ordered();
        int middle = ordered.size() / 2;
        return ordered.size() % 2 == 1 ? ordered.get(middle) : (ordered.get(middle - 1) + ordered.get(middle)) / 2;
    }

    private List<Double> ordered() {
        return runs.stream().sorted().toList();
    }

    /** How many of the runs were within the bar. */
    long held() {
        Bar asked = bar;
        return asked == null ? 0 : runs.stream().filter(asked::held).count();
    }

    /** For programs. */
    Map<String, Object> asObject() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("benchmark", benchmark);
        shown.put("what", what);
        shown.put("unit", unit);
        shown.put("runs", runs.size());
        shown.put("min", min());
        shown.put("median", median());
        shown.put("max", max());
        Bar asked = bar;
        if (asked != null) {
            shown.put("bar", (asked.side() == Bar.Side.AT_LEAST ? ">= " : "<= ") + number(asked.value()));
            shown.put("medianToBar", median() / asked.value());
            shown.put("held", asked.held(median()));
            shown.put("runsHeld", held());
        }
        return shown;
    }

    /** For people, one line. */
    String asLine() {
        String line = String.format(
                Locale.ROOT,
                "%-10s %-66s %12s %12s %12s %-9s",
                benchmark,
                what,
                number(min()),
                number(median()),
                number(max()),
                unit);
        Bar asked = bar;
        return asked == null
                ? line.stripTrailing()
                : String.format(
                        Locale.ROOT,
                        "%s  %s %s: median x%.2f of it, %s (%d of %d runs)",
                        line,
                        asked.side() == Bar.Side.AT_LEAST ? ">=" : "<=",
                        number(asked.value()),
                        median() / asked.value(),
                        asked.held(median()) ? "held" : "MISSED",
                        held(),
                        runs.size());
    }

    static String number(double value) {
        return value >= 1_000 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.3g", value);
    }
}
