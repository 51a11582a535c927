package org.plenary.portal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as pages show them: at the venue and in UTC, never one without the other. */
final class Times {
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss", Locale.ENGLISH);

    private Times() {}

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
