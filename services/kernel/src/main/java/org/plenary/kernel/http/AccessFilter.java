package org.plenary.kernel.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.accesslog.AccessLog;
import org.plenary.kernel.json.Json;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Notes in the access log what was answered to signed-in people: 403 and 404 of an operation (that there is nothing and
 * that there is nothing for them is one answer, so both are noted), and what a controller says was not public.
 */
public final class AccessFilter extends OncePerRequestFilter {
    private static final String RESTRICTED = AccessFilter.class.getName() + ".restricted";
    private static final Pattern STREAM = Pattern.compile("[a-z0-9-]{1,120}");

    private record Route(String method, Pattern path, String operation) {}

    private final AccessLog log;
    private final InstantSource clock;
    private final List<Route> routes;

    /** For the operations of a service. */
    public AccessFilter(Contract contract, AccessLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
        this.routes = contract.operations().stream()
                .map(o -> new Route(o.method(), path(o.path()), o.id()))
                .toList();
    }

    /** Of a contract's path: each of its variables is one segment. */
    private static Pattern path(String template) {
        return Pattern.compile(Pattern.quote(template).replaceAll("\\{[A-Za-z]+}", "\\\\E([^/]+)\\\\Q"));
    }

    /** Says that what the current request reads has this audience. */
    public static void reads(String audience) {
        if (!audience.equals(Audience.PUBLIC)) {
            RequestContextHolder.currentRequestAttributes()
                    .setAttribute(RESTRICTED, true, RequestAttributes.SCOPE_REQUEST);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } finally {
            noted(request, response.getStatus());
        }
    }

    private void noted(HttpServletRequest request, int status) {
        boolean denied = status == 403 || status == 404;
        boolean read = status == 200 && request.getAttribute(RESTRICTED) != null;
        String subject = Sender.subject();
        if (subject.isEmpty() || !denied && !read) {
            return;
        }
        for (Route r : routes) {
            Optional<String> thing = thing(r, request);
            if (thing.isPresent()) {
                log.note(
                        new AccessLog.Entry(Json.millis(clock.instant()), subject, r.operation(), thing.get(), status));
                return;
            }
        }
    }

    /** The id that the path names, empty where it names none; what is no id is contents, and is left out. */
    private static Optional<String> thing(Route r, HttpServletRequest request) {
        Matcher path = r.path().matcher(request.getRequestURI());
        // A controller answers HEAD as it answers GET, and its headers tell what there is, too.
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        if (!r.method().equals(method) || !path.matches()) {
            return Optional.empty();
        }
        String id = path.groupCount() == 0 ? "" : path.group(1);
        return Optional.of(STREAM.matcher(id).matches() ? id : "");
    }
}
