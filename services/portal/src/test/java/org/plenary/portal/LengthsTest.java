package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lengths of time as people write them. */
class LengthsTest {
    @ParameterizedTest
    @CsvSource({
        "3 days, PT72H",
        "1 day 12 hours, PT36H",
        "90 minutes, PT1H30M",
        "14 Seconds, PT14S",
        "P3D, PT72H",
        " PT4S , PT4S"
    })
    void words_and_iso_8601_are_read(String words, String iso) {
        assertThat(Lengths.iso(words)).isEqualTo(iso);
    }

    @Test
    void what_is_no_length_stays_for_the_owner_to_name() {
        assertThat(Lengths.iso("a while")).isEqualTo("a while");
        assertThat(Lengths.iso("3 days and more")).isEqualTo("3 days and more");
        assertThat(Lengths.iso("")).isEmpty();
    }

    @Test
    void what_a_page_shows_is_read_back() {
        for (String iso : new String[] {"PT72H", "PT36H", "PT4S", "PT1H30M"}) {
            assertThat(Lengths.iso(Times.length(iso))).isEqualTo(iso);
        }
    }
}
