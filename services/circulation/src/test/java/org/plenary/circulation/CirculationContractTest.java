package org.plenary.circulation;

import java.util.ArrayList;
import java.util.List;
import org.plenary.circulation.domain.DispatchCommand;
import org.plenary.circulation.domain.DispatchEvent;
import org.plenary.circulation.domain.DispatchRule;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.test.ContractSuite;

class CirculationContractTest extends ContractSuite {
    CirculationContractTest() {
        super("circulation", List.of(DispatchCommand.class), List.of(DispatchEvent.class), rules());
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(List.of(DispatchRule.values()));
        return rules;
    }
}
