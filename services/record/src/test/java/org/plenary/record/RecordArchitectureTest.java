package org.plenary.record;

import org.plenary.kernel.test.ArchitectureSuite;

class RecordArchitectureTest extends ArchitectureSuite {
    RecordArchitectureTest() {
        super("record");
    }
}
