package org.plenary.portal;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The portal's settings.
 *
 * @param siblings base addresses of the services by name
 * @param issuer the tokens' issuer, in front of which browsers see the provider
 * @param jwksUri where the provider's keys are, from here
 * @param tokenUri the provider's token endpoint, from here
 * @param idpUrl the provider's own address, served under /idp; empty where browsers reach it elsewhere
 * @param mailUrl the embedded mail page's address, served under /mail; empty where there is none
 * @param demoKeys folder of the marked demonstration signing keys; null where there are none
 */
@ConfigurationProperties("plenary")
record PortalProperties(
        Map<String, String> siblings,
        String issuer,
        String jwksUri,
        String tokenUri,
        String idpUrl,
        String mailUrl,
        @Nullable String demoKeys) {}
