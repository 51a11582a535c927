package org.plenary.kernel.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reason of a redaction stays in the record, so it says nothing of what goes. */
class RedactableEventsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Wu                       | The name of Mr WU is in it.
            Wu                       | Wu asks for it.
            Ali bin Abu              | Asked for by Ali.
            Note verbale of Mr Ng    | It names Ng, who asks for it.
            Somchai Jaidee           | Because somchai asks for it.
            李明 (China)              | 李明 asks for it.
            """)
    void a_reason_that_has_a_name_tells_however_short_that_is(String body, String reason) {
        assertThat(RedactableEvents.told(reason, body)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Wu                       | It is about a person.
            Ali bin Abu              | Valid grounds were given in a bin of papers.
            The note of Mr Ng        | Because of the person in it.
            Al                       | Also another one asks, and all agree.
            """)
    void a_reason_in_other_words_does_not_tell(String body, String reason) {
        assertThat(RedactableEvents.told(reason, body)).isFalse();
    }
}
