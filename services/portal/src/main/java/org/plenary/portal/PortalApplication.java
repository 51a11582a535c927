package org.plenary.portal;

import java.time.InstantSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The web front door. It stores nothing of the forum but who is signed in: every page asks the owners' public APIs with the reader's token. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(PortalProperties.class)
public class PortalApplication {
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** Runs the portal alone. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(PortalApplication.class)
                .properties("spring.config.name=portal")
                .run(args);
    }
}
