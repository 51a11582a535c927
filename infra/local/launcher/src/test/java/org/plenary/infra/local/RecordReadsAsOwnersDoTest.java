package org.plenary.infra.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.access.Policy.Answer;
import org.plenary.kernel.access.Policy.Row;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.http.Contract.Operation;

/** The record shows of a thing's history no more than its owner shows of the thing; here all tables are beside each other. */
class RecordReadsAsOwnersDoTest {
    @Test
    void a_timeline_keeps_to_the_rows_by_which_owners_let_one_thing_be_read() {
        Policy timelines = Policy.load("timelines");
        Set<String> restricted = new TreeSet<>();
        int compared = 0;
        for (String service : List.of("membership", "meeting", "agenda", "outcomes", "circulation")) {
            Policy policy = Policy.load(service);
            for (Operation o : Contract.load(service).operations()) {
                // What can be read as it stood is a thing of its own stream.
                if (!o.query().containsKey("knownOn")) {
                    continue;
                }
                compared++;
                List<Row> rows = rows(policy, o.id());
                Row everybody = new Row(o.id(), Policy.ANYONE, "any", Set.of(), Answer.ALLOW);
                if (!rows.equals(List.of(everybody))) {
                    restricted.add(o.id());
                    assertThat(rows(timelines, o.id()))
                            .as(service + " and policy/timelines.csv")
                            .isEqualTo(rows);
                }
            }
        }
        assertThat(compared).isGreaterThan(10);
        assertThat(restricted).isEqualTo(timelines.operations());
    }

    private static List<Row> rows(Policy policy, String operation) {
        return policy.rows().stream()
                .filter(r -> r.operation().equals(operation))
                .toList();
    }
}
