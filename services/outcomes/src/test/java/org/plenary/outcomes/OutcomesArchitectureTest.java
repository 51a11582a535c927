package org.plenary.outcomes;

import org.plenary.kernel.test.ArchitectureSuite;

class OutcomesArchitectureTest extends ArchitectureSuite {
    OutcomesArchitectureTest() {
        super("outcomes");
    }
}
