package org.plenary.membership;

import java.util.ArrayList;
import java.util.List;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.test.ContractSuite;
import org.plenary.membership.domain.AccreditationCommand;
import org.plenary.membership.domain.AccreditationEvent;
import org.plenary.membership.domain.AccreditationRule;
import org.plenary.membership.domain.ForumCommand;
import org.plenary.membership.domain.ForumEvent;
import org.plenary.membership.domain.ForumRule;
import org.plenary.membership.domain.ImportCommand;
import org.plenary.membership.domain.ImportEvent;
import org.plenary.membership.domain.ImportRule;
import org.plenary.membership.domain.InvitationCommand;
import org.plenary.membership.domain.InvitationEvent;
import org.plenary.membership.domain.InvitationRule;
import org.plenary.membership.domain.PartyCommand;
import org.plenary.membership.domain.PartyEvent;
import org.plenary.membership.domain.PartyRule;
import org.plenary.membership.domain.PersonCommand;
import org.plenary.membership.domain.PersonEvent;
import org.plenary.membership.domain.PersonRule;
import org.plenary.membership.domain.credentials.ReportCommand;
import org.plenary.membership.domain.credentials.ReportEvent;
import org.plenary.membership.domain.credentials.ReportRule;
import org.plenary.membership.domain.protocol.SeatingCommand;
import org.plenary.membership.domain.protocol.SeatingEvent;
import org.plenary.membership.domain.protocol.SeatingRule;

class MembershipContractTest extends ContractSuite {
    MembershipContractTest() {
        super(
                "membership",
                List.of(
                        ForumCommand.class,
                        PartyCommand.class,
                        ImportCommand.class,
                        PersonCommand.class,
                        InvitationCommand.class,
                        AccreditationCommand.class,
                        ReportCommand.class,
                        SeatingCommand.class),
                List.of(
                        ForumEvent.class,
                        PartyEvent.class,
                        ImportEvent.class,
                        PersonEvent.class,
                        InvitationEvent.class,
                        AccreditationEvent.class,
                        ReportEvent.class,
                        SeatingEvent.class),
                rules());
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(List.of(ForumRule.values()));
        rules.addAll(List.of(KeyRule.values()));
        rules.addAll(List.of(PartyRule.values()));
        rules.addAll(List.of(ImportRule.values()));
        rules.addAll(List.of(PersonRule.values()));
        rules.addAll(List.of(InvitationRule.values()));
        rules.addAll(List.of(AccreditationRule.values()));
        rules.addAll(List.of(ReportRule.values()));
        rules.addAll(List.of(SeatingRule.values()));
        return rules;
    }
}
