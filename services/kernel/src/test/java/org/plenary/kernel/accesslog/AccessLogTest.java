package org.plenary.kernel.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;

/** Numbered without a gap whoever writes, and bounded. */
class AccessLogTest {
    private static final String DAY = "2027-01-15";
    private Instant now = Instant.parse(DAY + "T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final Map<String, Documents> collections = new HashMap<>();
    private final Documents.Space space = name -> collections.computeIfAbsent(name, n -> new InMemoryDocuments());
    private final AccessLog log = new AccessLog(space, "toy-1", clock);

    private AccessLog.Entry entry(String subject) {
        return new AccessLog.Entry(now, subject, "ReadJar", "jar-1", 404);
    }

    private static List<Object> subjects(AccessLog log, String day) {
        return log.page(day, 0, 200).stream().map(e -> e.get("subject")).toList();
    }

    @Test
    void what_is_noted_is_there_after_the_next_turn_in_order() {
        log.note(entry("a"));
        log.note(entry("b"));
        assertThat(log.page(DAY, 0, 10)).isEmpty();
        log.write();
        assertThat(subjects(log, DAY)).containsExactly("a", "b");
        assertThat(log.page(DAY, 1, 1))
                .containsExactly(Map.of(
                        "n",
                        2,
                        "at",
                        now.toString(),
                        "subject",
                        "b",
                        "operation",
                        "ReadJar",
                        "thing",
                        "jar-1",
                        "answer",
                        404));
    }

    @Test
    void what_waits_at_an_orderly_stop_is_written() {
        log.note(entry("a"));
        log.close();
        assertThat(subjects(log, DAY)).containsExactly("a");
    }

    @Test
    void two_instances_number_one_list_without_a_gap() {
        AccessLog other = new AccessLog(space, "toy-2", clock);
        for (int i = 0; i < 20; i++) {
            AccessLog one = i % 3 == 0 ? log : other;
            one.note(entry("p" + i));
            one.note(entry("q" + i));
            one.write();
        }
        assertThat(log.count(DAY)).isEqualTo(40);
        assertThat(subjects(log, DAY)).doesNotHaveDuplicates().hasSize(40);
        AccessLog afterAStart = new AccessLog(space, "toy-3", clock);
        afterAStart.note(entry("r"));
        afterAStart.write();
        assertThat(log.page(DAY, 40, 10)).hasSize(1);
    }

    @Test
    void what_finds_no_room_to_wait_is_counted_by_each_instance() {
        AccessLog other = new AccessLog(space, "toy-2", clock);
        for (AccessLog one : List.of(log, other)) {
            for (int i = 0; i < AccessLog.WAITING_MAX + 3; i++) {
                one.note(entry("p" + i % 1_000));
            }
            one.write();
        }
        assertThat(log.count(DAY)).isEqualTo(2 * AccessLog.WAITING_MAX);
        assertThat(log.overflow(DAY)).isEqualTo(6);
        assertThat(log.overflow(DAY, "p2")).isEqualTo(2);
        assertThat(log.overflow(DAY, "p3")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flood", ""})
    void who_floods_it_is_counted_and_everybody_else_is_still_noted(String flood) {
        AccessLog other = new AccessLog(space, "toy-2", clock);
        int sent = 0;
        for (int turn = 0; turn < 8; turn++) {
            AccessLog one = turn % 2 == 0 ? log : other;
            for (int i = 0; i < AccessLog.WAITING_MAX; i++) {
                one.note(entry(flood));
                sent++;
            }
            one.note(entry("quiet"));
            one.write();
        }
        List<Object> all = log.page(DAY, 0, AccessLog.ENTRIES_MAX).stream()
                .map(e -> e.get("subject"))
                .toList();
        assertThat(all).filteredOn("quiet"::equals).hasSize(8);
        assertThat(all).filteredOn(flood::equals).hasSize(AccessLog.ENTRIES_OF_SUBJECT_MAX);
        assertThat(log.overflow(DAY, flood)).isEqualTo(sent - AccessLog.ENTRIES_OF_SUBJECT_MAX);
        assertThat(log.overflow(DAY)).isEqualTo(sent - AccessLog.ENTRIES_OF_SUBJECT_MAX);
        assertThat(log.overflow(DAY, "quiet")).isZero();
    }

    @Test
    void a_subject_has_its_share_again_the_next_day_and_a_forgotten_day_counts_nobody() {
        for (int i = 0; i <= AccessLog.WAITING_OF_SUBJECT_MAX; i++) {
            log.note(entry("a"));
        }
        log.write();
        assertThat(log.overflow(DAY, "a")).isEqualTo(1);
        now = now.plus(Duration.ofDays(1));
        log.note(entry("a"));
        log.write();
        assertThat(subjects(log, "2027-01-16")).containsExactly("a");
        log.forget(DAY);
        assertThat(log.overflow(DAY, "a")).isZero();
        assertThat(space.of("accesslog.subjects").count()).isEqualTo(1);
    }

    @Test
    void a_full_day_is_only_counted_and_the_next_one_begins_anew() {
        for (int turn = 0; turn * AccessLog.WAITING_MAX < AccessLog.ENTRIES_MAX + 1; turn++) {
            for (int i = 0; i < AccessLog.WAITING_MAX; i++) {
                log.note(entry("p" + i % 1_000));
            }
            log.write();
        }
        assertThat(log.count(DAY)).isEqualTo(AccessLog.ENTRIES_MAX);
        assertThat(log.overflow(DAY)).isEqualTo(AccessLog.WAITING_MAX);
        assertThat(log.overflow(DAY, "p7")).isEqualTo(10);
        now = now.plus(Duration.ofDays(1));
        log.note(entry("b"));
        log.write();
        assertThat(subjects(log, "2027-01-16")).containsExactly("b");
        assertThat(log.overflow("2027-01-16")).isZero();
    }
}
