package org.plenary.infra.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.plenary.infra.witness.Witness;
import org.plenary.infra.witness.WitnessServer;
import org.plenary.tlog.LogKey;

/**
 * The three witnesses of the embedded default behind one port: those of the two co-chairs' offices and a third hand, in
 * name only, since all three run beside the log that they watch.
 */
final class Witnesses {
    static final List<String> NAMES = List.of("au", "id", "third");
    static final int QUORUM = 2;
    /** Said wherever they show. */
    static final String BESIDE_THE_LOG =
            "All three witnesses run on the machine of the log itself, which also holds their"
                    + " keys: they show how it works, and prove nothing to anybody else.";

    private static final String LOG_KEY = "record-key";

    private Witnesses() {}

    /**
     * Starts them at the port of loopback; their keys and memories are made at the first start.
     *
     * @param portal the public port, under which their names begin that are made now
     */
    static WitnessServer start(DataDirectory data, int port, int portal) {
        Map<String, Witness> witnesses = new LinkedHashMap<>();
        for (String name : NAMES) {
            witnesses.put(
                    prefix(name),
                    Witness.open(
                            key(data, name),
                            folder(data, name).resolve("memory"),
                            origin(data, portal) + "/witness/" + name,
                            origin -> logs(data).stream()
                                    .filter(k -> k.name().equals(origin))
                                    .toList(),
                            InstantSource.system()));
        }
        return WitnessServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), witnesses);
    }

    /** What the record is told of them, once they were started on the folder. */
    static Map<String, String> settings(DataDirectory data, int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            String at = "plenary.record.witnesses[" + i + "].";
            settings.put(at + "name", name);
            settings.put(at + "vkey", Witness.vkey(key(data, name)));
            settings.put(at + "url", "http://127.0.0.1:" + port + prefix(name));
            settings.put(
                    at + "where",
                    "on the machine of the log itself, which holds its key too, and so proves nothing to others");
        }
        settings.put("plenary.record.quorum", Integer.toString(QUORUM));
        return settings;
    }

    /** Where a witness answers, at its own port and at the public one. */
    static String prefix(String name) {
        return "/record/witness/" + name;
    }

    private static Path folder(DataDirectory data, String name) {
        return data.path("witness").resolve(name);
    }

    private static Path key(DataDirectory data, String name) {
        return folder(data, name).resolve("key");
    }

    private static String origin(DataDirectory data, int portal) {
        return logs(data).stream().findFirst().map(LogKey::name).orElse("localhost:" + portal + "/record");
    }

    /**
     * The keys that the record made here, from the first two lines of its key files, of which it has one for each log
     * ({@code record-key}, {@code record-key-2} and so on): it makes them after the witnesses have started. An office
     * elsewhere would have been told them.
     */
    private static List<LogKey> logs(DataDirectory data) {
        try (Stream<Path> files = Files.list(data.path(""))) {
            List<LogKey> keys = new ArrayList<>();
            for (Path file : files.filter(Witnesses::isLogKey).sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                keys.add(new LogKey(lines.get(0), Base64.getDecoder().decode(lines.get(1))));
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("the log's key cannot be read", e);
        }
    }

    private static boolean isLogKey(Path file) {
        return file.getFileName().toString().matches(LOG_KEY + "(-\\d+)?");
    }
}
