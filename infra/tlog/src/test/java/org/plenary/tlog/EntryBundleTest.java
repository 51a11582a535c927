package org.plenary.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryBundleTest {
    @Test
    void a_bundle_is_lengths_and_bytes_and_nothing_else() {
        byte[] bundle = EntryBundle.encode(List.of("a".getBytes(UTF_8), new byte[0], new byte[300]));
        assertThat(bundle).hasSize(2 + 1 + 2 + 2 + 300).startsWith(0, 1, 'a', 0, 0, 1, 44);
        assertThat(EntryBundle.decode(bundle))
                .usingElementComparator(Arrays::compare)
                .containsExactly("a".getBytes(UTF_8), new byte[0], new byte[300]);
    }

    @Test
    void an_entry_may_have_65535_bytes_and_a_bundle_256_entries() {
        byte[] largest = new byte[65_535];
        largest[65_534] = 1;
        assertThat(EntryBundle.decode(EntryBundle.encode(List.of(largest))).getFirst())
                .isEqualTo(largest);
        assertThat(EntryBundle.decode(EntryBundle.encode(Collections.nCopies(256, new byte[1]))))
                .hasSize(256);
        assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536]))).hasMessageContaining("65536");
        assertThatThrownBy(() -> EntryBundle.encode(Collections.nCopies(257, new byte[1])))
                .hasMessageContaining("257");
        assertThatThrownBy(() -> EntryBundle.decode(new byte[257 * 2])).hasMessageContaining("257");
    }

    @Test
    void an_empty_bundle_and_one_that_is_cut_off_are_none() {
        assertThatThrownBy(() -> EntryBundle.encode(List.of())).isInstanceOf(IllegalArgumentException.class);
        for (byte[] bad : List.of(new byte[0], new byte[] {0}, new byte[] {0, 2, 1}, new byte[] {0, 1, 1, 0})) {
            assertThatThrownBy(() -> EntryBundle.decode(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
