package org.plenary.portal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A day that a person fills in, as the instant that it ends with in UTC; what is no day is sent on for its owner to name. */
final class Day {
    private Day() {}

    /** The two days of a form, as they were filled in. */
    record Asked(String known, String inForce) {
        /** For an owner's query, each behind an ampersand. */
        String query() {
            return parameter("knownOn", end(known.strip())) + parameter("inForceOn", end(inForce.strip()));
        }

        /** For a page's own query, as it was filled in. */
        String filled() {
            return parameter("known", known.strip()) + parameter("inForce", inForce.strip());
        }

        /** As of when dated things are shown; now, where no day was filled in. */
        Instant at() {
            for (String day : new String[] {inForce, known}) {
                try {
                    return Instant.parse(end(day.strip()));
                } catch (DateTimeException e) {
                    // the other one, then
                }
            }
            return Instant.now();
        }
    }

    private static String parameter(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The last instant of the day; anything else as it is. */
    static String end(String day) {
        try {
            Instant next = LocalDate.parse(day)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            return next.minusMillis(1).toString();
        } catch (DateTimeException e) { // no day, or none that has a next one
            return day;
        }
    }
}
