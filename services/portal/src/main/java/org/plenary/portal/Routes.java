package org.plenary.portal;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.prefixPath;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.setRequestHeader;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.cloud.gateway.server.mvc.predicate.GatewayRequestPredicates.path;

import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What one port serves besides pages: each service's public API, the record, and in the embedded default the OpenID
 * provider and the mailbox. Nothing internal is routed.
 */
@Configuration(proxyBeanMethods = false)
class Routes {
    @Bean
    RouterFunction<ServerResponse> proxied(PortalProperties p, @Value("${plenary.public-url}") URI publicUrl) {
        RouterFunction<ServerResponse> routes = route("record")
                .route(path("/record/**"), http())
                .before(uri(address(p, "record")))
                .build();
        for (String service : p.siblings().keySet()) {
            routes = routes.and(route(service)
                    .route(path("/api/" + service + "/**"), http())
                    .before(uri(address(p, service)))
                    .build());
        }
        String host = publicUrl.getAuthority();
        if (!p.idpUrl().isEmpty()) {
            routes = routes.and(route("idp")
                    .route(path("/idp/**"), http())
                    .before(uri(p.idpUrl()))
                    .before(setRequestHeader("X-Forwarded-Host", host))
                    .before(setRequestHeader("X-Forwarded-Proto", publicUrl.getScheme()))
                    .build());
        }
        if (!p.mailUrl().isEmpty()) {
            URI mail = URI.create(p.mailUrl());
            routes = routes.and(route("mail")
                    .route(path("/mail/**"), http())
                    .before(uri(p.mailUrl()))
                    .before(prefixPath(mail.getPath()))
                    .build());
        }
        return routes;
    }

    private static String address(PortalProperties p, String service) {
        return java.util.Objects.requireNonNull(p.siblings().get(service), service);
    }
}
