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
            assertThat(versions.next(stream, next, i)).isEqualTo(next == due ? 0 : due);
            if (next == due) {
                all.put(stream, due);
            }
            if (i % 10_000 == 0) {
                versions = kept(versions);
            }
        }
        assertThat(versions.streams()).isEqualTo(all.size());
    }

    @Test
    void in_a_log_that_continues_another_it_says_where_a_stream_does_not_go_on_also_after_it_was_kept()
            throws Exception {
        Random random = new Random(20_270_301);
        StreamVersions old = new StreamVersions();
        StreamVersions next = new StreamVersions();
        next.beginAnywhere();
        for (int i = 0; i < 5_000; i++) {
            int ended = random.nextInt(4);
            for (int v = 1; v <= ended; v++) {
                old.next("s-" + i, v, i);
            }
            next.next("s-" + i, ended + 1, i);
        }
        next = kept(next);
        old = kept(old);
        assertThat(next.breakAfter(old, false)).isEmpty();
        assertThat(next.breakAfter(old, true)).isEmpty();
        old.next("gap", 1, 0);
        next.next("gap", 3, 7_001);
        assertThat(next.breakAfter(old, false)).contains(new StreamVersions.Break(7_001, 3, 1));
        assertThat(next.breakAfter(old, true)).contains(new StreamVersions.Break(7_001, 3, 1));
        old.next("again", 1, 0);
        old.next("again", 2, 0);
        next.next("again", 2, 6_000);
        next.next("new", 2, 6_500);
        assertThat(kept(next).breakAfter(old, false)).contains(new StreamVersions.Break(6_000, 2, 2));
        assertThat(kept(next).breakAfter(old, true)).contains(new StreamVersions.Break(6_500, 2, 0));
    }

    @Test
    void of_a_stream_that_the_other_log_need_not_know_nothing_is_said() {
        StreamVersions third = new StreamVersions();
        third.beginAnywhere();
        third.next("a", 9, 1);
        StreamVersions second = new StreamVersions();
        second.beginAnywhere();
        second.next("b", 4, 1);
        assertThat(third.breakAfter(second, false)).isEmpty();
        third.next("b", 4, 2);
        assertThat(third.breakAfter(second, false)).contains(new StreamVersions.Break(2, 4, 4));
        assertThat(third.breakAfter(new StreamVersions(), false))
                .as("a log without an event")
                .isEmpty();
        StreamVersions full = new StreamVersions(1);
        full.next("b", 3, 0);
        full.next("b", 1, 0);
        full.next("b", 2, 0);
        full.next("b", 3, 0);
        full.next("a", 8, 0);
        assertThat(full.unchecked()).isEqualTo(1);
        assertThat(third.breakAfter(full, false)).isEmpty();
    }

    private static StreamVersions kept(StreamVersions versions) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        versions.write(new DataOutputStream(out));
        return StreamVersions.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())), true);
    }

    @Test
    void beyond_the_limit_nothing_is_judged_and_that_is_counted() {
        StreamVersions versions = new StreamVersions(2);
        assertThat(versions.next("a", 1, 0)).isZero();
        assertThat(versions.next("b", 1, 0)).isZero();
        assertThat(versions.next("c", 5, 0)).isZero();
        assertThat(versions.next("a", 3, 0)).isEqualTo(2);
        assertThat(versions.unchecked()).isEqualTo(1);
    }

    @Test
    void where_events_before_stand_in_another_log_a_stream_begins_anywhere_and_has_no_gap_after() {
        StreamVersions versions = new StreamVersions();
        assertThat(versions.next("a", 7, 0)).isEqualTo(1);
        versions.beginAnywhere();
        assertThat(versions.next("a", 7, 0)).isZero();
        assertThat(versions.next("a", 9, 0)).isEqualTo(8);
        assertThat(versions.next("a", 7, 0)).isEqualTo(8);
        assertThat(versions.next("a", 8, 0)).isZero();
        assertThat(versions.next("b", 1, 0)).isZero();
        assertThat(versions.streams()).isEqualTo(2);
    }
}
