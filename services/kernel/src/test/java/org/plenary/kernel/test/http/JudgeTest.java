package org.plenary.kernel.test.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.http.Contract;

/** What is no answer of the contract's is found, whatever its status. */
class JudgeTest {
    private final Contract contract = Contract.load("meeting").and(Contract.load("kernel"), "meeting");
    private final Judge judge = new Judge(contract);

    private @Nullable String wrong(int status, String type, String body) {
        var operation = Objects.requireNonNull(contract.operation("ProposeMeeting"));
        Draft request = new Draft(operation, operation.path(), "", new byte[0]);
        return judge.wrong(request, new Draft.Answer(status, Map.of("content-type", type), body));
    }

    @Test
    void a_body_is_as_the_contract_describes_it() {
        String right = "{\"stream\":\"meeting-1\",\"version\":1,\"events\":[\"meeting-1@1\"]}";
        assertThat(wrong(201, "application/json", right)).isNull();
        assertThat(judge.compared()).isEqualTo(1);
        assertThat(wrong(201, "application/json", "{}")).contains("does not describe");
        assertThat(wrong(201, "application/json", right.replace(":1,", ":\"1\",")))
                .contains("does not describe");
    }

    @Test
    void content_is_of_a_type_that_the_contract_lists() {
        assertThat(wrong(201, "text/html", "<p>made</p>")).contains("does not list");
    }

    @Test
    void a_problem_has_all_that_a_person_needs_to_go_on() {
        String right = "{\"type\":\"/problems/forbidden\",\"title\":\"forbidden\",\"status\":403,\"detail\":\"No.\"}";
        String problem = "application/problem+json";
        assertThat(wrong(403, problem, right)).isNull();
        assertThat(wrong(403, problem, right.replace("\"detail\"", "\"else\"")))
                .isEqualTo("a problem without a detail");
        assertThat(wrong(403, problem, right.replace("\"title\":\"forbidden\"", "\"title\":\"\"")))
                .isEqualTo("a problem without a title");
        assertThat(wrong(403, problem, right.replace("403", "404"))).isEqualTo("another status in the problem");
    }
}
