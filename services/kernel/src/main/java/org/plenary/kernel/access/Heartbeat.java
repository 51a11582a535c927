package org.plenary.kernel.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.plenary.kernel.json.Json;

/**
 * What the authority says once a second: every event that it acknowledged before {@code asOf} lies before these ends.
 *
 * @param asOf the authority's clock, milliseconds
 * @param ends the end offset of each partition of the authority's events, by partition number
 */
public record Heartbeat(Instant asOf, List<Long> ends) {
    /** The topic: one partition, kept an hour. */
    public static String topic(String authority) {
        return "plenary." + authority + ".heartbeat";
    }

    /** As it travels. */
    public byte[] bytes() {
        return Json.write(this).getBytes(StandardCharsets.UTF_8);
    }

    /** Of a record's value. */
    public static Heartbeat of(byte[] value) {
        return Json.read(new String(value, StandardCharsets.UTF_8), Heartbeat.class);
    }
}
