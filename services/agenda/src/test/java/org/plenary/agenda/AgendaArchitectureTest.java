package org.plenary.agenda;

import org.plenary.kernel.test.ArchitectureSuite;

class AgendaArchitectureTest extends ArchitectureSuite {
    AgendaArchitectureTest() {
        super("agenda");
    }
}
