package org.plenary.outcomes;

import java.util.ArrayList;
import java.util.List;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.register.RegisterEvent;
import org.plenary.kernel.test.ContractSuite;
import org.plenary.outcomes.domain.CommitmentCommand;
import org.plenary.outcomes.domain.CommitmentEvent;
import org.plenary.outcomes.domain.CommitmentRule;
import org.plenary.outcomes.domain.DocumentCommand;
import org.plenary.outcomes.domain.DocumentEvent;
import org.plenary.outcomes.domain.DocumentRule;

class OutcomesContractTest extends ContractSuite {
    OutcomesContractTest() {
        super(
                "outcomes",
                List.of(DocumentCommand.class, CommitmentCommand.class),
                List.of(DocumentEvent.class, CommitmentEvent.class, RegisterEvent.class),
                rules());
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(List.of(DocumentRule.values()));
        rules.addAll(List.of(CommitmentRule.values()));
        rules.addAll(List.of(KeyRule.values()));
        return rules;
    }
}
