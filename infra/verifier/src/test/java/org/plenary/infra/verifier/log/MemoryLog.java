package org.plenary.infra.verifier.log;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.NotVerified;

/** A log as a map, and what was read of it. */
final class MemoryLog implements LogSource {
    final Map<String, byte[]> resources;
    final List<String> reads = new CopyOnWriteArrayList<>();

    MemoryLog(Map<String, byte[]> resources) {
        this.resources = resources;
    }

    @Override
    public Optional<byte[]> read(String path, int bytesMax) {
        reads.add(path);
        byte[] bytes = resources.get(path);
        if (bytes != null && bytes.length > bytesMax) {
            throw new NotVerified(Fault.TOO_LARGE, "at most " + bytesMax, bytes.length + "");
        }
        return Optional.ofNullable(bytes);
    }

    @Override
    public String address() {
        return "memory:";
    }
}
