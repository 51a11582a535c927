package org.plenary.infra.verifier.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.tlog.LogKey;

/**
 * What a server says of the log that continues the one it serves: {@code <prefix>/successor}, a verifier key and an
 * address, a line each. Nothing vouches for it, so it is told and never believed, and where it cannot be had nothing is
 * told.
 */
public record Successor(LogKey key, String url) {
    private static final int BYTES_MAX = 4_096;
    private static final Pattern ADDRESS = Pattern.compile("https?://[!-~]{1,2000}");

    static Optional<Successor> read(LogSource source) {
        try {
            return source.read("successor", BYTES_MAX).flatMap(Successor::parse);
        } catch (NotVerified e) {
            return Optional.empty();
        }
    }

    private static Optional<Successor> parse(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length != 3
                || !lines[2].isEmpty()
                || !ADDRESS.matcher(lines[1]).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Successor(LogKey.parse(lines[0]), lines[1]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
