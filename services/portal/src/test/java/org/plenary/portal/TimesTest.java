package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a diplomat reads of instants and lengths. */
class TimesTest {
    @Test
    void a_length_is_in_days_only_where_it_is_whole_days() {
        assertThat(Times.length("PT72H")).isEqualTo("3 days");
        assertThat(Times.length("PT24H")).isEqualTo("1 day");
        assertThat(Times.length("PT73H30M")).isEqualTo("73 hours 30 minutes");
        assertThat(Times.length("PT6.569S")).isEqualTo("6 seconds");
        assertThat(Times.length("PT0.5S")).isEqualTo("less than a second");
        assertThat(Times.length("soon")).isEqualTo("soon");
    }

    @Test
    void an_instant_is_at_the_venue_and_in_utc() {
        assertThat(Times.shown("2027-03-20T05:00:00Z", "Asia/Jakarta"))
                .isEqualTo("Sat 20 Mar 2027, 12:00:00 Asia/Jakarta (Sat 20 Mar 2027, 05:00:00 UTC)");
        assertThat(Times.shown("2027-03-20T05:00:00Z", "")).isEqualTo("Sat 20 Mar 2027, 05:00:00 UTC");
        assertThat(Times.shown("never", "UTC")).isEqualTo("never");
    }
}
