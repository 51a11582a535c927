package org.plenary.portal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.http.HttpStatus;

/** A request's body that must have come whole, and soon, before anybody else is asked: what it was, or why it is refused. */
record WholeBody(HttpStatus status, byte[] bytes) {
    private static final int STEP = 8 * 1024;

    /**
     * Reads it.
     *
     * @param max bytes at most; more is 413
     * @param within from now on; later is 408, though what comes meanwhile may have been on its way
     * @param nanos the clock
     */
    static WholeBody read(InputStream in, int max, Duration within, LongSupplier nanos) throws IOException {
        long began = nanos.getAsLong();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] some = new byte[STEP];
        for (int n = in.read(some); n >= 0; n = in.read(some)) {
            body.write(some, 0, n);
            if (body.size() > max) {
                return new WholeBody(HttpStatus.CONTENT_TOO_LARGE, new byte[0]);
            }
            if (nanos.getAsLong() - began > within.toNanos()) {
                return new WholeBody(HttpStatus.REQUEST_TIMEOUT, new byte[0]);
            }
        }
        return new WholeBody(HttpStatus.OK, body.toByteArray());
    }
}
