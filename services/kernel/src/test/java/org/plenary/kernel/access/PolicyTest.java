package org.plenary.kernel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plenary.kernel.test.DeciderSpecification.person;

import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Policy.Answer;

class PolicyTest {
    private static final Policy POLICY = Policy.parse("""
            operation,role,whose,status,answer
            # a comment
            Edit,HEAD,own,DRAFT|OPEN,allow
            Edit,HEAD,other,*,404
            Read,ANYONE,any,*,allow
            """);

    @Test
    void the_first_matching_row_decides() {
        assertThat(POLICY.judge("Edit", person("a", "th", "HEAD"), null, "th", "DRAFT"))
                .isEqualTo(Answer.ALLOW);
        assertThat(POLICY.judge("Edit", person("a", "th", "HEAD"), null, "au", "DRAFT"))
                .isEqualTo(Answer.NOT_FOUND);
        assertThat(POLICY.judge("Edit", person("a", "th", "HEAD"), null, "th", "CLOSED"))
                .isEqualTo(Answer.FORBIDDEN);
    }

    @Test
    void what_has_no_row_is_forbidden() {
        assertThat(POLICY.judge("Delete", person("a", "th", "HEAD"), null, "th", "DRAFT"))
                .isEqualTo(Answer.FORBIDDEN);
        assertThat(POLICY.judge("Edit", person("a", null), null, "th", "DRAFT")).isEqualTo(Answer.FORBIDDEN);
    }

    @Test
    void a_row_that_is_not_whole_is_refused() {
        assertThatThrownBy(() -> Policy.parse("operation,role,whose,status,answer\nEdit,HEAD,own,*\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Policy.parse("operation,role,whose,status,answer\nEdit,HEAD,mine,*,allow\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_audience_of_a_unit_is_that_unit_and_those_who_read_all() {
        String audience = Audience.unit("th");
        assertThat(Audience.includes(audience, person("a", "th", "HEAD"))).isTrue();
        assertThat(Audience.includes(audience, person("a", "nz", "HEAD"))).isFalse();
        assertThat(Audience.includes(audience, person("a", null, Policy.TRUSTED)))
                .isTrue();
        assertThat(Audience.includes(Audience.FORUM, person("", null))).isFalse();
        assertThat(Audience.includes(Audience.PUBLIC, person("", null))).isTrue();
    }
}
