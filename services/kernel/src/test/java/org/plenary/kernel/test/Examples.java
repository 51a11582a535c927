package org.plenary.kernel.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.store.Meta;

/** Events as their owners' contracts show them: what a feed folds is what the producer promised. */
public final class Examples {
    /** Of every example's stream, behind the aggregate. */
    public static final String ID = "0b9a7f0e-1c2d-5e3f-8a4b-5c6d7e8f9a0b";

    private Examples() {}

    /** The contract's example of an event of the service, on the stream of the aggregate. */
    public static Envelope of(String service, String aggregate, String name) {
        return of(service, aggregate, name, Audience.FORUM);
    }

    /** The same, for an audience. */
    public static Envelope of(String service, String aggregate, String name, String audience) {
        return with(service, aggregate, name, audience, text(service, name));
    }

    /** An event like it with other data. */
    public static Envelope with(String service, String aggregate, String name, String audience, String data) {
        return new Envelope(
                service,
                aggregate + "-" + ID,
                1,
                name + "@1",
                "org.plenary." + service + "." + name + ".v1",
                Instant.parse("2027-01-20T03:00:01Z"),
                null,
                1,
                new Meta(Instant.EPOCH, "someone", null, "forum-" + ID, audience, "c", null, null),
                data);
    }

    /** The data of the example. */
    public static String text(String service, String name) {
        String path = "/contracts/events/" + service + "/examples/" + name + ".v1.json";
        try (InputStream in = Examples.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
