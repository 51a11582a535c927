package org.plenary.record.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.kernel.http.BadInput;

class QuestionTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\"\"", "?!.", "\"open", "a \"b\" \"c", "bor*", "*", "\u201copen"})
    void what_cannot_be_searched_for_is_bad_input_in_q(String q) {
        assertThatThrownBy(() -> Question.of(q)).isInstanceOfSatisfying(BadInput.class, e -> {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.violations().getFirst().pointer()).isEqualTo("/q");
        });
    }

    @Test
    void a_question_has_its_limits() {
        Question.of("w ".repeat(Question.PARTS_MAX));
        assertThatThrownBy(() -> Question.of("w ".repeat(Question.PARTS_MAX + 1)))
                .isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Question.of("w".repeat(Question.CHARS_MAX + 1)))
                .isInstanceOf(BadInput.class);
    }

    @Test
    void signs_of_a_query_language_are_only_signs() {
        for (String q :
                new String[] {"a AND NOT b", "words:x", "a~2", "(a OR b)", "[a TO b]", "what is due?", "a^3", "\\a"}) {
            assertThat(Question.of(q).toString())
                    .as(q)
                    .doesNotContain("-words:")
                    .contains("words:");
        }
    }

    @Test
    void quotation_marks_of_a_word_processor_are_quotation_marks() {
        assertThat(Question.of("\u201cborder security\u201d")).isEqualTo(Question.of("\"border security\""));
    }
}
