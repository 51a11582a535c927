package org.plenary.kernel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.command.Refused;

/** When a service may act on what it knows of the authority. */
class FreshnessTest {
    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
    private Instant now = NOON;
    private final Freshness freshness = new Freshness(() -> now);

    private void heard(int secondsAgo, boolean parked, long... passed) {
        freshness.heard(
                new Heartbeat(NOON.minusSeconds(secondsAgo), List.of(5L, 0L)), p -> passed[Math.toIntExact(p)], parked);
    }

    @Test
    void before_the_first_heartbeat_nothing_binds() {
        assertThatThrownBy(() -> freshness.require(NOON))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.kind()).isEqualTo(Refused.Kind.AUTHORITY_STALE));
    }

    @Test
    void it_is_fresh_as_of_a_heartbeat_whose_ends_it_has_all_passed() {
        heard(1, false, 4, 0);
        assertThat(freshness.asOf()).isEqualTo(Instant.EPOCH);
        heard(1, false, 5, 0);
        assertThat(freshness.asOf()).isEqualTo(NOON.minusSeconds(1));
        freshness.require(NOON);
    }

    @Test
    void a_parked_stream_of_the_authority_makes_it_older_by_the_second() {
        heard(31, false, 5, 0);
        heard(1, true, 5, 0);
        assertThat(freshness.stale(NOON)).hasValue(NOON.minusSeconds(31));
        assertThatThrownBy(() -> freshness.require(NOON)).isInstanceOf(Refused.class);
    }

    @Test
    void an_authority_whose_clock_is_ahead_is_no_fresher_than_when_it_was_heard() {
        heard(-300, false, 5, 0);
        assertThat(freshness.asOf()).isEqualTo(NOON);
        now = NOON.plusSeconds(31);
        assertThat(freshness.stale(now)).hasValue(NOON);
    }

    @Test
    void thirty_seconds_are_still_fresh_and_it_never_grows_older() {
        heard(30, false, 5, 0);
        freshness.require(NOON);
        heard(40, false, 5, 0);
        assertThat(freshness.asOf()).isEqualTo(NOON.minusSeconds(30));
        assertThat(freshness.stale(NOON.plusMillis(1))).isPresent();
    }
}
