package org.plenary.kernel.parking;

import java.util.List;
import org.plenary.kernel.accesslog.AccessDayCommand;
import org.plenary.kernel.accesslog.AccessDayEvent;
import org.plenary.kernel.test.ContractSuite;

/** What every service has besides its own. */
class ParkingContractTest extends ContractSuite {
    ParkingContractTest() {
        super(
                "kernel",
                List.of(ParkingCommand.class, AccessDayCommand.class),
                List.of(ParkingEvent.class, AccessDayEvent.class),
                List.of(ParkingRule.values()));
    }
}
