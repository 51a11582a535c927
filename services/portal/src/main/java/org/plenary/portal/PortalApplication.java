package org.plenary.portal;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The web front door. It stores nothing of the forum: every page asks the owners' public APIs with the reader's token. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(PortalProperties.class)
public class PortalApplication {
    /** Runs the portal alone. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(PortalApplication.class)
                .properties("spring.config.name=portal")
                .run(args);
    }
}
