package org.plenary.portal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times as pages show them: at the venue and in UTC, never one without the other. */
final class Times {
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss", Locale.ENGLISH);

    private Times() {}

    /** A length in whole days, or in hours, minutes and seconds; ISO 8601 in, words out. */
    static String length(String iso) {
        Duration length;
        try {
            length = Duration.parse(iso);
        } catch (DateTimeException e) {
            return iso;
        }
        List<String> words = new ArrayList<>();
        boolean days = length.toDays() > 0 && length.equals(Duration.ofDays(length.toDays()));
        count(words, days ? length.toDays() : 0, "day");
        count(words, days ? 0 : length.toHours(), "hour");
        count(words, length.toMinutesPart(), "minute");
        count(words, length.toSecondsPart(), "second");
        return words.isEmpty() ? "less than a second" : String.join(" ", words);
    }

    private static void count(List<String> words, long n, String unit) {
        if (n > 0) {
            words.add(n + " " + unit + (n == 1 ? "" : "s"));
        }
    }

    static String shown(String instant, String zone) {
        try {
            Instant at = Instant.parse(instant);
            String utc = SHOWN.format(at.atZone(ZoneOffset.UTC)) + " UTC";
            return zone.isEmpty() || zone.equals("UTC")
                    ? utc
                    : SHOWN.format(at.atZone(ZoneId.of(zone))) + " " + zone + " (" + utc + ")";
        } catch (DateTimeException e) {
            return instant;
        }
    }
}
