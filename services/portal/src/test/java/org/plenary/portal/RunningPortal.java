package org.plenary.portal;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The portal's real context on a free port, before a stub of everything it asks. */
final class RunningPortal implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    /** @param more settings, each {@code --name=value}, before those that it has otherwise */
    RunningPortal(String storeUri, StubOwner owner, String... more) {
        String stub = owner.address();
        List<String> settings = List.of(
                "--server.port=0",
                "--plenary.mongodb-uri=" + storeUri,
                "--plenary.issuer=" + stub + "/idp",
                "--plenary.idp-url=" + stub,
                "--plenary.mail-url=" + stub + "/idp",
                "--plenary.witness-url=" + stub,
                "--plenary.portal.client-secret=portal-secret",
                "--plenary.portal.live-interval=50ms",
                "--plenary.siblings.membership=" + stub,
                "--plenary.siblings.meeting=" + stub,
                "--plenary.siblings.agenda=" + stub,
                "--plenary.siblings.outcomes=" + stub,
                "--plenary.siblings.circulation=" + stub,
                "--plenary.siblings.record=" + stub);
        context = new SpringApplicationBuilder(PortalApplication.class)
                .properties("spring.config.name=portal")
                .registerShutdownHook(false)
                .run(Stream.concat(
                                settings.stream().filter(s -> Stream.of(more).noneMatch(m -> name(m).equals(name(s)))),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    String address() {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    Live live() {
        return context.getBean(Live.class);
    }

    /** The addresses of all pages, as their controllers write them. */
    Set<String> pages() {
        Set<String> pages = new TreeSet<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((route, method) -> {
                    if (!method.getBeanType().getPackageName().startsWith("org.springframework")) {
                        pages.addAll(route.getPatternValues());
                    }
                });
        return pages;
    }

    @Override
    public void close() {
        context.close();
    }
}
