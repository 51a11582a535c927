package org.plenary.infra.verifier;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far long work is: a bar on a terminal, a line now and then elsewhere, nothing where programs read. */
public final class Progress implements AutoCloseable {
    /** Work with fewer entries shows nothing: it is done before anybody has read it. */
    public static final long ENTRIES_MIN = 10_000;

    /** How it shows. */
    public enum Kind {
        BAR,
        LINES,
        NONE
    }

    private static final int LINES = 10;

    private final Kind kind;
    private final PrintStream out;
    private @Nullable ProgressBar bar;
    private long total;
    private long done;
    private long said;

    public Progress(Kind kind, PrintStream out) {
        this.kind = kind;
        this.out = out;
    }

    /** Work of so many entries begins. */
    public void begin(long entries) {
        total = entries;
        if (kind == Kind.BAR && entries >= ENTRIES_MIN) {
            bar = new ProgressBarBuilder()
                    .setTaskName("Verifying")
                    .setInitialMax(entries)
                    .setUnit(" entries", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(out))
                    .build();
        }
    }

    /** So many more are done. */
    public void step(long entries) {
        done += entries;
        if (bar != null) {
            bar.stepBy(entries);
        } else if (kind == Kind.LINES && total >= ENTRIES_MIN && done * LINES / total > said) {
            said = done * LINES / total;
            out.println("  " + done + " of " + total + " entries looked at");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
