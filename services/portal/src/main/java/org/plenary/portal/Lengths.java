package org.plenary.portal;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them. */
final class Lengths {
    private static final Pattern PART =
            Pattern.compile("\\s*(\\d{1,6})\\s*(days?|hours?|minutes?|seconds?)\\s*", Pattern.CASE_INSENSITIVE);

    private Lengths() {}

    /** ISO 8601 of {@code 3 days 12 hours}; what is neither that nor ISO 8601 stays as it is, for the owner to name. */
    static String iso(String words) {
        Duration length = Duration.ZERO;
        Matcher part = PART.matcher(words);
        int at = 0;
        while (at < words.length() && part.region(at, words.length()).lookingAt()) {
            length = length.plus(of(Long.parseLong(part.group(1)), part.group(2)));
            at = part.end();
        }
        if (at == words.length() && at > 0) {
            return length.toString();
        }
        try {
            return Duration.parse(words.strip()).toString();
        } catch (DateTimeException e) {
            return words;
        }
    }

    private static Duration of(long n, String unit) {
        return switch (Character.toLowerCase(unit.charAt(0))) {
            case 'd' -> Duration.ofDays(n);
            case 'h' -> Duration.ofHours(n);
            case 'm' -> Duration.ofMinutes(n);
            default -> Duration.ofSeconds(n);
        };
    }
}
