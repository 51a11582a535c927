package org.plenary.meeting;

import org.plenary.kernel.test.ArchitectureSuite;

class MeetingArchitectureTest extends ArchitectureSuite {
    MeetingArchitectureTest() {
        super("meeting");
    }
}
