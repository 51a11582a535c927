package org.plenary.kernel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plenary.kernel.test.DeciderSpecification.person;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Policy.Answer;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.Standing.Grant;

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

    private static final Policy BEHALF = Policy.parse("""
            operation,role,whose,status,answer
            Edit,HEAD,own,*,allow
            Edit,SECRETARIAT,behalf,OPEN,allow
            Speak,HEAD,any,*,allow
            Speak,SECRETARIAT,behalf,*,allow
            Key,SECRETARIAT,any,*,allow
            Leave,ANYONE,self,*,allow
            """);

    private static Answer behalf(String operation, Standing who, @Nullable String unit, @Nullable String of) {
        return BEHALF.judge(operation, who, of, new Policy.Thing(null, unit, null, "OPEN"));
    }

    @Test
    void an_act_on_behalf_needs_a_row_that_says_so_and_a_thing_of_that_unit() {
        Standing secretariat = person("s", null, "SECRETARIAT");
        assertThat(behalf("Edit", secretariat, "th", "th")).isEqualTo(Answer.ALLOW);
        assertThat(behalf("Edit", secretariat, "th", "nz")).isEqualTo(Answer.FORBIDDEN);
        assertThat(behalf("Key", secretariat, "th", "th"))
                .as("any is in the own name")
                .isEqualTo(Answer.FORBIDDEN);
        assertThat(BEHALF.judge("Edit", secretariat, "th", new Policy.Thing(null, "th", null, "CLOSED")))
                .isEqualTo(Answer.FORBIDDEN);
    }

    @Test
    void a_row_for_acts_on_behalf_allows_none_in_the_own_name() {
        assertThat(behalf("Edit", person("s", null, "SECRETARIAT"), "th", null)).isEqualTo(Answer.FORBIDDEN);
        assertThat(behalf("Edit", person("s", "th", "SECRETARIAT"), "th", null)).isEqualTo(Answer.FORBIDDEN);
    }

    @Test
    void nobody_acts_on_behalf_of_another_by_a_role_in_the_own_unit_nor_of_the_own_one() {
        assertThat(behalf("Edit", person("a", "th", "HEAD"), "nz", "nz")).isEqualTo(Answer.FORBIDDEN);
        assertThat(behalf("Edit", person("a", "th", "HEAD"), "th", "th")).isEqualTo(Answer.FORBIDDEN);
    }

    @Test
    void of_a_thing_that_is_no_units_one_acts_on_behalf_of_any_whom_the_decider_judges() {
        assertThat(behalf("Speak", person("s", null, "SECRETARIAT"), null, "th"))
                .isEqualTo(Answer.ALLOW);
        assertThat(behalf("Speak", person("a", "nz", "HEAD"), null, "th")).isEqualTo(Answer.FORBIDDEN);
        assertThat(behalf("Speak", person("a", "nz", "HEAD"), null, null)).isEqualTo(Answer.ALLOW);
    }

    @Test
    void what_is_about_oneself_is_ones_own_whatever_the_unit() {
        Policy.Thing mine = new Policy.Thing(null, null, "a", "OPEN");
        assertThat(BEHALF.judge("Leave", person("a", null), null, mine)).isEqualTo(Answer.ALLOW);
        assertThat(BEHALF.judge("Leave", person("b", null), null, mine)).isEqualTo(Answer.FORBIDDEN);
        assertThat(BEHALF.judge("Leave", person("", null), null, new Policy.Thing(null, null, "", "OPEN")))
                .as("a visitor is nobody")
                .isEqualTo(Answer.FORBIDDEN);
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
        assertThat(Audience.includes(audience, null, person("a", "th", "HEAD"))).isTrue();
        assertThat(Audience.includes(audience, null, person("a", "nz", "HEAD"))).isFalse();
        assertThat(Audience.includes(audience, null, person("a", null, Policy.TRUSTED)))
                .isTrue();
        assertThat(Audience.includes(Audience.FORUM, null, person("", null))).isFalse();
        assertThat(Audience.includes(Audience.PUBLIC, null, person("", null))).isTrue();
        assertThat(Audience.includes(Audience.unit("null"), null, person("a", null, "HEAD")))
                .isFalse();
    }

    @Test
    void an_audience_of_a_person_is_that_person_and_those_who_read_all() {
        String audience = Audience.person("a");
        assertThat(Audience.includes(audience, null, person("a", null, "ASSESSOR")))
                .isTrue();
        assertThat(Audience.includes(audience, null, person("b", null, "ASSESSOR")))
                .isFalse();
        assertThat(Audience.includes(audience, null, person("b", null, Policy.TRUSTED)))
                .isTrue();
        assertThat(Audience.includes(audience, null, person("a", null))).isFalse();
    }

    @Test
    void a_role_that_is_held_in_a_body_counts_for_that_bodys_things_only() {
        Standing inBody = new Standing("a", "th", Set.of(new Grant("HEAD", "wg1"), new Grant(Policy.TRUSTED, "wg1")));
        Policy policy = Policy.parse("operation,role,whose,status,answer\nEdit,HEAD,any,*,allow\n");
        assertThat(policy.judge("Edit", inBody, "wg1", null, "OPEN")).isEqualTo(Answer.ALLOW);
        assertThat(policy.judge("Edit", inBody, "wg2", null, "OPEN")).isEqualTo(Answer.FORBIDDEN);
        assertThat(policy.judge("Edit", inBody, null, null, "OPEN"))
                .as("what is no body's is the forum's")
                .isEqualTo(Answer.FORBIDDEN);
        assertThat(Audience.includes(Audience.unit("nz"), "wg1", inBody)).isTrue();
        assertThat(Audience.includes(Audience.unit("nz"), "wg2", inBody)).isFalse();
        assertThat(Audience.includes(Audience.unit("nz"), null, inBody)).isFalse();
    }

    @Test
    void who_runs_the_machines_is_of_no_forum() {
        Standing operator = new Standing("o", null, Set.of(new Grant(Standing.OPERATOR, null)));
        assertThat(Audience.includes(Audience.FORUM, null, operator)).isFalse();
        assertThat(Audience.includes(Audience.PUBLIC, null, operator)).isTrue();
    }

    @Test
    void a_refusal_tells_nobody_of_what_he_may_not_know() {
        Policy policy = Policy.parse("""
                operation,role,whose,status,answer
                Edit,HEAD,own,*,allow
                Read,ANYONE,any,*,allow
                """);
        Scope hidden = new Scope("f", null, "th", "DRAFT", Audience.unit("th"));
        Scope listed = new Scope("f", null, "th", "OPEN", Audience.FORUM);
        assertThat(policy.act("Edit", person("a", "th", "HEAD"), null, hidden)).isEqualTo(Answer.ALLOW);
        assertThat(policy.act("Edit", person("a", "au", "HEAD"), null, hidden)).isEqualTo(Answer.NOT_FOUND);
        assertThat(policy.act("Edit", person("a", "au", "HEAD"), null, listed)).isEqualTo(Answer.FORBIDDEN);
        assertThat(policy.act("Edit", person("a", null, Policy.TRUSTED), null, hidden))
                .isEqualTo(Answer.FORBIDDEN);
        assertThat(policy.read("Read", person("a", "au", "HEAD"), hidden)).isEqualTo(Answer.NOT_FOUND);
        assertThat(policy.read("Read", person("a", "au", "HEAD"), listed)).isEqualTo(Answer.ALLOW);
        assertThat(policy.read("Read", person("", null), listed)).isEqualTo(Answer.NOT_FOUND);
    }
}
