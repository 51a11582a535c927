package org.plenary.portal;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The portal's settings.
 *
 * @param siblings base addresses of the services by name
 * @param publicUrl where browsers see the portal
 * @param issuer the tokens' issuer, in front of which browsers see the provider
 * @param jwksUri where the provider's keys are, from here
 * @param tokenUri the provider's token endpoint, from here
 * @param authorizationUri where browsers sign in
 * @param endSessionUri where browsers sign out of the provider
 * @param idpUrl the provider's own address, served under /idp; empty where browsers reach it elsewhere
 * @param mailUrl the embedded mail page's address, served under /mail; empty where there is none
 * @param witnessUrl where the embedded witnesses are, served under /record/witness; empty where they are elsewhere
 * @param demoKeys folder of the marked demonstration signing keys; null where there are none
 */
@ConfigurationProperties("plenary")
record PortalProperties(
        Map<String, String> siblings,
        String publicUrl,
        String issuer,
        String jwksUri,
        String tokenUri,
        String authorizationUri,
        String endSessionUri,
        String idpUrl,
        String mailUrl,
        String witnessUrl,
        @Nullable String demoKeys) {}
