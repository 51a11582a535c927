package org.plenary.portal;

import org.plenary.kernel.test.ArchitectureSuite;

class PortalArchitectureTest extends ArchitectureSuite {
    PortalArchitectureTest() {
        super("portal");
    }
}
