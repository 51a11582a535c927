package org.plenary.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the log makes is what whoever verifies it accepts. */
class LeafFormTest {
    private static boolean accepted(Instant time) {
        return LeafForm.broken("agenda", "item-1", 1, "item-1@1", "t", time.toString())
                .isEmpty();
    }

    @Test
    void a_time_is_taken_by_the_log_exactly_where_its_text_is_accepted() {
        Random random = new Random(20_270_120);
        List<Instant> times = new ArrayList<>(List.of(
                Instant.MIN,
                Instant.MAX,
                Instant.EPOCH,
                Instant.parse("0000-01-01T00:00:00Z"),
                Instant.parse("0000-01-01T00:00:00Z").minusMillis(1),
                Instant.parse("9999-12-31T23:59:59.999Z"),
                Instant.parse("9999-12-31T23:59:59.999Z").plusMillis(1)));
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(-90_000_000_000_000L, 300_000_000_000_000L));
            times.add(time);
            times.add(time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
            times.add(time.plusNanos(random.nextInt(2_000_000)));
        }
        int taken = 0;
        for (Instant time : times) {
            if (accepted(time)) {
                taken++;
                assertThatCode(() -> LeafForm.require("agenda", "item-1", 1, "item-1@1", "t", time))
                        .as(time.toString())
                        .doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> LeafForm.require("agenda", "item-1", 1, "item-1@1", "t", time))
                        .as(time.toString())
                        .hasMessageContaining("recordedAt");
            }
        }
        assertThat(taken).isBetween(times.size() / 3, times.size() * 9 / 10);
    }
}
