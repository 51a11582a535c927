package org.plenary.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;

/** A cursor is opened by any instance of the service, and read by nobody else. */
class CursorsTest {
    private final Documents.Space space = InMemoryDocuments.space();
    private final Cursors cursors = new Cursors(space);

    @Test
    void any_instance_opens_what_another_sealed() {
        Cursors other = new Cursors(space);
        assertThat(other.open("people", cursors.seal("people", "th.focal"))).isEqualTo("th.focal");
        assertThat(cursors.open("people", other.seal("people", "\u00e9"))).isEqualTo("\u00e9");
    }

    @Test
    void neither_its_text_nor_its_length_tells_where_a_page_ended() {
        String cursor = cursors.seal("people", "th.focal");
        assertThat(cursors.seal("people", "th.focal")).isNotEqualTo(cursor);
        assertThat(cursors.seal("people", "a.person.of.a.long.name")).hasSameSizeAs(cursor);
    }

    @Test
    void what_is_none_of_ours_is_bad_input() {
        String cursor = cursors.seal("people", "th.focal");
        String altered = (cursor.charAt(0) == 'A' ? 'B' : 'A') + cursor.substring(1);
        String elsewhere = new Cursors(InMemoryDocuments.space()).seal("people", "th.focal");
        for (String bad : List.of(altered, elsewhere, "", "AAAA", "!!", cursor.substring(0, 20))) {
            assertThatThrownBy(() -> cursors.open("people", bad)).as(bad).isInstanceOf(BadInput.class);
        }
        assertThatThrownBy(() -> cursors.open("parties", cursor)).isInstanceOf(BadInput.class);
    }
}
