package org.plenary.tlog;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The form that {@code contracts/record/leaf.md} fixes for what a leaf says of an event: one piece of code for the log,
 * which makes no other leaves, and for whoever verifies it, who accepts no others.
 */
public final class LeafForm {
    private static final int SERVICE_MAX = 40;
    private static final int STREAM_MAX = 120;
    private static final int TYPE_MAX = 200;
    private static final int NANOS_OF_MILLI = 1_000_000;
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.(?!000)\\d{3})?Z");

    /** A field that is not of the form, and what it should be. */
    public record Broken(String field, String rule) {}

    private LeafForm() {}

    /** The first field that is not of the form; empty where all are. */
    public static Optional<Broken> broken(
            String service, String stream, long version, String id, String type, String recordedAt) {
        return broken(service, stream, version, id, type, instant(recordedAt));
    }

    private static Optional<Broken> broken(
            String service, String stream, long version, String id, String type, boolean timed) {
        if (!fits(stream, STREAM_MAX)) {
            return tooLong("stream", STREAM_MAX);
        }
        if (version < 1 || version > Leaf.NUMBER_MAX) {
            return Optional.of(new Broken("version", "a whole number from 1"));
        }
        if (!id.equals(stream + "@" + version)) {
            return Optional.of(new Broken("id", "the stream, @ and the version"));
        }
        if (!timed) {
            return Optional.of(new Broken("recordedAt", "a time in UTC"));
        }
        if (!fits(service, SERVICE_MAX)) {
            return tooLong("service", SERVICE_MAX);
        }
        return fits(type, TYPE_MAX) ? Optional.empty() : tooLong("type", TYPE_MAX);
    }

    /** Throws IllegalArgumentException that names the first field that is not of the form. */
    public static void require(
            String service, String stream, long version, String id, String type, Instant recordedAt) {
        broken(service, stream, version, id, type, instant(recordedAt)).ifPresent(b -> {
            throw new IllegalArgumentException("no leaf can say this: as " + b.field() + " it has " + b.rule());
        });
    }

    private static Optional<Broken> tooLong(String field, int max) {
        return Optional.of(new Broken(field, "text of at most " + max + " characters"));
    }

    private static boolean fits(String text, int max) {
        return text.codePointCount(0, text.length()) <= max;
    }

    /** Whether its text is of the form: whole milliseconds in years of four digits, {@link Instant#toString}. */
    private static boolean instant(Instant time) {
        return time.getNano() % NANOS_OF_MILLI == 0 && !time.isBefore(FIRST) && time.isBefore(END);
    }

    private static boolean instant(String text) {
        try {
            return INSTANT.matcher(text).matches() && Instant.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
