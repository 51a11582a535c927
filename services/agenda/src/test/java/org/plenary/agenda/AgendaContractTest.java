package org.plenary.agenda;

import java.util.ArrayList;
import java.util.List;
import org.plenary.agenda.domain.AgendaCommand;
import org.plenary.agenda.domain.AgendaEvent;
import org.plenary.agenda.domain.AgendaRule;
import org.plenary.agenda.domain.ItemCommand;
import org.plenary.agenda.domain.ItemEvent;
import org.plenary.agenda.domain.ItemRule;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.register.RegisterEvent;
import org.plenary.kernel.test.ContractSuite;

class AgendaContractTest extends ContractSuite {
    AgendaContractTest() {
        super(
                "agenda",
                List.of(ItemCommand.class, AgendaCommand.class),
                List.of(ItemEvent.class, AgendaEvent.class, RegisterEvent.class),
                rules());
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(List.of(ItemRule.values()));
        rules.addAll(List.of(AgendaRule.values()));
        rules.addAll(List.of(KeyRule.values()));
        return rules;
    }
}
