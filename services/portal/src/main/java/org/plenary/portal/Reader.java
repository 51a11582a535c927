package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Authority;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Who reads the page: name, token, the forum looked at, and what the reader may act as in it. */
@Component
public class Reader {
    private static final String FORUM = "forum";

    /** A forum to choose from. */
    public record Forum(String id, String name, boolean fictional) {}

    /** The reader of one request. */
    public record Current(
            String subject,
            @Nullable String token,
            @Nullable String forum,
            String unit,
            Set<String> roles,
            List<Forum> forums) {
        public boolean signedIn() {
            return !subject.isEmpty();
        }

        public boolean is(String role) {
            return roles.contains(role);
        }

        /** The reader's own page's id; null for whom the forum does not know. Operators are known to no forum. */
        public @Nullable String person() {
            boolean known = !unit.isEmpty() || roles.stream().anyMatch(r -> !r.equals("OPERATOR"));
            return forum != null && signedIn() && known ? Authority.stream(forum, subject) : null;
        }
    }

    private final Upstream upstream;
    private final OAuth2AuthorizedClientRepository clients;
    private final OAuth2AuthorizedClientManager renewal;

    Reader(Upstream upstream, OAuth2AuthorizedClientRepository clients, OAuth2AuthorizedClientManager renewal) {
        this.upstream = upstream;
        this.clients = clients;
        this.renewal = renewal;
    }

    /** The reader, looking at the forum that the request names, else the one looked at last, else the first. */
    Current of(HttpServletRequest request, HttpServletResponse response) {
        return of(request, response, true);
    }

    /** The reader of pages that are needed while membership is away, or show no forum; then without roles. */
    Current evenAway(HttpServletRequest request, HttpServletResponse response) {
        return of(request, response, false);
    }

    private Current of(HttpServletRequest request, HttpServletResponse response, boolean strict) {
        String token = token(request, response);
        String subject = token == null ? "" : name();
        List<Forum> forums = new ArrayList<>();
        asked("/api/membership/forums", null, strict)
                .json()
                .path("items")
                .forEach(f -> forums.add(new Forum(
                        f.path("id").asString(),
                        f.path("name").asString(),
                        f.path("fictional").asBoolean())));
        return in(subject, token, forum(request, forums), forums, strict);
    }

    /** That membership is away is not that somebody has no role. */
    private Upstream.Answer asked(String path, @Nullable String token, boolean strict) {
        Upstream.Answer answer = upstream.get(path, token);
        return strict ? answer.unlessAway() : answer;
    }

    /** The same reader in the forum of what is shown; from now on in it, unless only an open page renews itself. */
    Current in(String forum, Current reader, HttpServletRequest request) {
        boolean known = reader.forums().stream().anyMatch(f -> f.id().equals(forum));
        if (!known || forum.equals(reader.forum())) {
            return reader;
        }
        HttpSession session = request.getSession(false);
        if (session != null && request.getHeader("HX-Request") == null) {
            session.setAttribute(FORUM, forum);
        }
        return in(reader.subject(), reader.token(), forum, reader.forums(), true);
    }

    private Current in(
            String subject, @Nullable String token, @Nullable String forum, List<Forum> forums, boolean strict) {
        Set<String> roles = new TreeSet<>();
        String unit = "";
        if (forum != null && token != null) {
            JsonNode me =
                    asked("/api/membership/me?forum=" + forum, token, strict).json();
            me.path("grants").forEach(g -> roles.add(g.path("role").asString()));
            unit = me.path("unit").asString("");
        }
        return new Current(subject, token, forum, unit, roles, forums);
    }

    private static String name() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who == null ? "" : who.getName();
    }

    /** The reader's access token, renewed where it is about to end; null for who is not, or no longer, signed in. */
    @Nullable
    String token(HttpServletRequest request, HttpServletResponse response) {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2AuthenticationToken who)) {
            return null;
        }
        OAuth2AuthorizedClient client;
        try {
            client = renewal.authorize(
                    OAuth2AuthorizeRequest.withClientRegistrationId(who.getAuthorizedClientRegistrationId())
                            .principal(who)
                            .attribute(HttpServletRequest.class.getName(), request)
                            .attribute(HttpServletResponse.class.getName(), response)
                            .build());
        } catch (OAuth2AuthorizationException e) {
            client = clients.loadAuthorizedClient(who.getAuthorizedClientRegistrationId(), who, request);
        }
        OAuth2AccessToken token = client == null ? null : client.getAccessToken();
        Instant end = token == null ? null : token.getExpiresAt();
        return token == null || (end != null && !Instant.now().isBefore(end)) ? null : token.getTokenValue();
    }

    private static @Nullable String forum(HttpServletRequest request, List<Forum> forums) {
        String asked = request.getParameter(FORUM);
        HttpSession session = request.getSession(false);
        if (asked != null && forums.stream().anyMatch(f -> f.id().equals(asked))) {
            if (session != null) {
                session.setAttribute(FORUM, asked);
            }
            return asked;
        }
        Object last = session == null ? null : session.getAttribute(FORUM);
        return last != null
                ? last.toString()
                : forums.isEmpty() ? null : forums.getFirst().id();
    }
}
