package org.plenary.portal;

import static org.springframework.cloud.gateway.server.mvc.filter.AfterFilterFunctions.removeResponseHeader;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.prefixPath;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.removeRequestHeader;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.setRequestHeader;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.filter.BodyFilterFunctions.adaptCachedBody;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.cloud.gateway.server.mvc.predicate.GatewayRequestPredicates.path;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.plenary.portal.session.SessionConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What one port serves besides pages: each service's public API, the record, and in the embedded default the OpenID
 * provider, the mailbox and the witnesses. Nothing internal is routed.
 */
@Configuration(proxyBeanMethods = false)
class Routes {
    /** Bytes of what is sent to a witness at most: its own limit. */
    static final int WITNESS_BYTES_MAX = 128 * 1024;
    /** In which it must have come: as long as a witness gives it. */
    static final Duration WITNESS_WITHIN = Duration.ofSeconds(10);

    @Bean
    RouterFunction<ServerResponse> proxied(PortalProperties p, @Value("${plenary.public-url}") URI publicUrl) {
        RouterFunction<ServerResponse> routes = owned("record", "/record/**", address(p, "record"));
        for (String service : p.siblings().keySet()) {
            routes = routes.and(owned(service, "/api/" + service + "/**", address(p, service)));
        }
        if (!p.witnessUrl().isEmpty()) {
            routes = owned("witness", "/record/witness/**", p.witnessUrl())
                    .filter(Routes::whole)
                    .and(routes);
        }
        String host = publicUrl.getAuthority();
        if (!p.idpUrl().isEmpty()) {
            routes = routes.and(route("idp")
                    .route(path("/idp/**"), http())
                    .before(uri(p.idpUrl()))
                    .before(Routes::withoutSession)
                    .before(Routes::from)
                    .before(setRequestHeader("X-Forwarded-Host", host))
                    .before(setRequestHeader("X-Forwarded-Proto", publicUrl.getScheme()))
                    .build());
        }
        if (!p.mailUrl().isEmpty()) {
            URI mail = URI.create(p.mailUrl());
            routes = routes.and(route("mail")
                    .route(path("/mail/**"), http())
                    .before(uri(p.mailUrl()))
                    .before(removeRequestHeader(HttpHeaders.COOKIE))
                    .before(prefixPath(mail.getPath()))
                    .after(removeResponseHeader(HttpHeaders.SET_COOKIE))
                    .build());
        }
        return routes.filter(Routes::withItsBody);
    }

    /**
     * Once the body's stream was asked for, the server reads no parameters from it. Otherwise the first filter to copy a
     * request would empty a form and put its fields, passwords too, into the address that is passed on.
     */
    private static ServerResponse withItsBody(ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        request.servletRequest().getInputStream();
        return next.handle(request);
    }

    /** A witness has few lines, and is asked only once all of it is here: who sends slowly, or for ever, holds none. */
    private static ServerResponse whole(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        if (request.headers().contentLength().orElse(0) > WITNESS_BYTES_MAX) {
            return ServerResponse.status(HttpStatus.CONTENT_TOO_LARGE).build();
        }
        WholeBody body = WholeBody.read(
                request.servletRequest().getInputStream(), WITNESS_BYTES_MAX, WITNESS_WITHIN, System::nanoTime);
        if (body.status() != HttpStatus.OK) {
            return ServerResponse.status(body.status())
                    .header(HttpHeaders.CONNECTION, "close")
                    .build();
        }
        MvcUtils.putAttribute(request, MvcUtils.CACHED_REQUEST_BODY_ATTR, new ByteArrayInputStream(body.bytes()));
        return next.handle(adaptCachedBody().apply(request));
    }

    /** An owner knows its readers by their tokens; cookies are the portal's, and go in neither direction. */
    private static RouterFunction<ServerResponse> owned(String name, String pattern, String address) {
        return route(name)
                .route(path(pattern), http())
                .before(uri(address))
                .before(removeRequestHeader(HttpHeaders.COOKIE))
                .after(removeResponseHeader(HttpHeaders.SET_COOKIE))
                .build();
    }

    /** The provider has a cookie of its own for who is signed in there; the portal's session is not its business. */
    private static ServerRequest withoutSession(ServerRequest request) {
        return ServerRequest.from(request)
                .headers(headers -> {
                    List<String> others = headers.getOrEmpty(HttpHeaders.COOKIE).stream()
                            .flatMap(line -> Arrays.stream(line.split(";")))
                            .map(String::strip)
                            .filter(cookie -> !cookie.startsWith(SessionConfiguration.COOKIE + "="))
                            .toList();
                    headers.remove(HttpHeaders.COOKIE);
                    if (!others.isEmpty()) {
                        headers.set(HttpHeaders.COOKIE, String.join("; ", others));
                    }
                })
                .build();
    }

    /** Where a request comes from is what the portal sees, and not what the request says: sign-ins are limited by it. */
    private static ServerRequest from(ServerRequest request) {
        return ServerRequest.from(request)
                .headers(headers -> {
                    headers.remove("Forwarded");
                    headers.set("X-Forwarded-For", request.servletRequest().getRemoteAddr());
                })
                .build();
    }

    private static String address(PortalProperties p, String service) {
        return java.util.Objects.requireNonNull(p.siblings().get(service), service);
    }
}
