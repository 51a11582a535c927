package org.plenary.infra.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the figures were measured on, and how busy it was: others may work on the same cores. */
final class Machine {
    private final List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(p -> p.getType() == MemoryType.HEAP)
            .toList();

    /** Forgets how much memory was used so far. */
    void begin() {
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** The largest use of each part of the heap since then, added up: the heap was never fuller. */
    long heapPeakMegabytes() {
        return heap.stream().mapToLong(p -> p.getPeakUsage().getUsed()).sum() >> 20;
    }

    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    static Map<String, Object> described() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("java", Runtime.version().toString());
        machine.put("heapMaxMegabytes", Runtime.getRuntime().maxMemory() >> 20);
        machine.put(
                "arguments",
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        machine.put("load", load());
        return machine;
    }
}
