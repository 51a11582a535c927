package org.plenary.membership;

import org.plenary.kernel.test.ArchitectureSuite;

class MembershipArchitectureTest extends ArchitectureSuite {
    MembershipArchitectureTest() {
        super("membership");
    }
}
