package org.plenary.kernel.parking;

import java.util.List;
import java.util.stream.Stream;
import org.plenary.kernel.accesslog.AccessDayCommand;
import org.plenary.kernel.accesslog.AccessDayEvent;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.redaction.RedactionCommand;
import org.plenary.kernel.redaction.RedactionEvent;
import org.plenary.kernel.redaction.RedactionRule;
import org.plenary.kernel.test.ContractSuite;

/** What every service has besides its own. */
class ParkingContractTest extends ContractSuite {
    ParkingContractTest() {
        super(
                "kernel",
                List.of(ParkingCommand.class, AccessDayCommand.class, RedactionCommand.class),
                List.of(ParkingEvent.class, AccessDayEvent.class, RedactionEvent.class),
                Stream.<Rule>concat(Stream.of(ParkingRule.values()), Stream.of(RedactionRule.values()))
                        .toList());
    }
}
