package org.plenary.portal;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;

/** The portal as it runs, with a stand-in for all services behind it, and for each test a browser that knows nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PortalTest {
    EmbeddedStore store;
    StubOwner owner;
    RunningPortal portal;
    Browser browser;

    @BeforeAll
    void startPortal(@TempDir Path dir) throws Exception {
        store = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        owner = new StubOwner();
        portal = new RunningPortal(store.uri(), owner);
    }

    @BeforeEach
    void newBrowser() {
        browser = new Browser(portal.address());
    }

    @AfterAll
    void stopPortal() {
        portal.close();
        owner.close();
        store.close();
    }
}
