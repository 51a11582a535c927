package org.plenary.meeting;

import java.util.ArrayList;
import java.util.List;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.register.RegisterEvent;
import org.plenary.kernel.test.ContractSuite;
import org.plenary.meeting.domain.MeetingCommand;
import org.plenary.meeting.domain.MeetingEvent;
import org.plenary.meeting.domain.MeetingRule;

class MeetingContractTest extends ContractSuite {
    MeetingContractTest() {
        super("meeting", List.of(MeetingCommand.class), List.of(MeetingEvent.class, RegisterEvent.class), rules());
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(List.of(MeetingRule.values()));
        rules.addAll(List.of(KeyRule.values()));
        return rules;
    }
}
