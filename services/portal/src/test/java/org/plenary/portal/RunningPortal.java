package org.plenary.portal;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The portal's real context on a free port, before a stub of everything it asks. */
final class RunningPortal implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    RunningPortal(String storeUri, StubOwner owner) {
        String stub = owner.address();
        context = new SpringApplicationBuilder(PortalApplication.class)
                .properties("spring.config.name=portal")
                .registerShutdownHook(false)
                .run(
                        "--server.port=0",
                        "--plenary.mongodb-uri=" + storeUri,
                        "--plenary.issuer=" + stub + "/idp",
                        "--plenary.idp-url=" + stub,
                        "--plenary.mail-url=" + stub + "/idp",
                        "--plenary.portal.client-secret=portal-secret",
                        "--plenary.portal.live-interval=50ms",
                        "--plenary.siblings.membership=" + stub,
                        "--plenary.siblings.meeting=" + stub,
                        "--plenary.siblings.agenda=" + stub,
                        "--plenary.siblings.outcomes=" + stub,
                        "--plenary.siblings.circulation=" + stub,
                        "--plenary.siblings.record=" + stub);
    }

    String address() {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    Live live() {
        return context.getBean(Live.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
