package org.plenary.circulation;

import org.plenary.kernel.test.ArchitectureSuite;

class CirculationArchitectureTest extends ArchitectureSuite {
    CirculationArchitectureTest() {
        super("circulation");
    }
}
