package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

/** What is passed on whole is bounded, in bytes and in time. The clock is the test's. */
class WholeBodyTest {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private long now;

    private WholeBody read(InputStream in) throws Exception {
        return WholeBody.read(in, 100, WITHIN, () -> now);
    }

    /** One byte at a time, so much later each. */
    private InputStream dripping(Duration each, int bytes) {
        return new InputStream() {
            private int left = bytes;

            @Override
            public int read() {
                now += each.toNanos();
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] some, int from, int length) {
                int b = read();
                some[from] = (byte) b;
                return b < 0 ? -1 : 1;
            }
        };
    }

    @Test
    void what_came_in_time_is_as_it_came() throws Exception {
        assertThat(read(new ByteArrayInputStream(new byte[100])).bytes()).hasSize(100);
        assertThat(read(dripping(Duration.ofMillis(99), 100)).bytes()).hasSize(100);
        assertThat(read(InputStream.nullInputStream())).matches(b -> b.status() == HttpStatus.OK);
    }

    @Test
    void what_is_too_long_or_too_slow_is_not_read_on() throws Exception {
        assertThat(read(new ByteArrayInputStream(new byte[101])).status()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
        now = 0;
        assertThat(read(dripping(Duration.ofSeconds(1), 100)).status()).isEqualTo(HttpStatus.REQUEST_TIMEOUT);
        assertThat(now)
                .as("at the first byte that was late")
                .isEqualTo(Duration.ofSeconds(11).toNanos());
    }
}
