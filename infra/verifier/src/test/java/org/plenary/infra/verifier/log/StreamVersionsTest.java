package org.plenary.infra.verifier.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each stream's versions follow one another from 1. */
class StreamVersionsTest {
    @Test
    void it_says_what_a_map_of_all_streams_says_also_after_it_was_kept() throws Exception {
        Random random = new Random(20_270_120);
        StreamVersions versions = new StreamVersions();
        Map<String, Long> all = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            String stream = "s-" + random.nextInt(5_000);
            long due = all.getOrDefault(stream, 0L) + 1;
            long next = random.nextInt(10) == 0 ? due + random.nextInt(3) - 1 : due;
            assertThat(versions.next(stream, next)).isEqualTo(next == due ? 0 : due);
            if (next == due) {
                all.put(stream, due);
            }
            if (i % 10_000 == 0) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                versions.write(new DataOutputStream(out));
                versions = StreamVersions.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
            }
        }
        assertThat(versions.streams()).isEqualTo(all.size());
    }

    @Test
    void beyond_the_limit_nothing_is_judged_and_that_is_counted() {
        StreamVersions versions = new StreamVersions(2);
        assertThat(versions.next("a", 1)).isZero();
        assertThat(versions.next("b", 1)).isZero();
        assertThat(versions.next("c", 5)).isZero();
        assertThat(versions.next("a", 3)).isEqualTo(2);
        assertThat(versions.unchecked()).isEqualTo(1);
    }

    @Test
    void where_events_before_stand_in_another_log_a_stream_begins_anywhere_and_has_no_gap_after() {
        StreamVersions versions = new StreamVersions();
        assertThat(versions.next("a", 7)).isEqualTo(1);
        versions.beginAnywhere();
        assertThat(versions.next("a", 7)).isZero();
        assertThat(versions.next("a", 9)).isEqualTo(8);
        assertThat(versions.next("a", 7)).isEqualTo(8);
        assertThat(versions.next("a", 8)).isZero();
        assertThat(versions.next("b", 1)).isZero();
        assertThat(versions.streams()).isEqualTo(2);
    }
}
