package org.plenary.infra.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Objects;

/**
 * What something took since the watch was made: time, and this process's share of the processors. Where others work on
 * the same cores the first says how busy they were, and the second what the work costs.
 */
final class Watch {
    private static final OperatingSystemMXBean SYSTEM =
            Objects.requireNonNull(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class));

    private final long began = System.nanoTime();
    private final long used = SYSTEM.getProcessCpuTime();

    /** Both, in nanoseconds, for so many things; the sum of several. */
    record Spent(double wall, double cpu) {
        static final Spent NOTHING = new Spent(0, 0);

        Spent plus(Spent other) {
            return new Spent(wall + other.wall, cpu + other.cpu);
        }

        Spent each(long count) {
            return new Spent(wall / count, cpu / count);
        }
    }

    Spent spent() {
        return new Spent(System.nanoTime() - began, SYSTEM.getProcessCpuTime() - used);
    }
}
