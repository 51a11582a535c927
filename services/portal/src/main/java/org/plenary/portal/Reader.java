package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
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
    }

    private final Upstream upstream;
    private final OAuth2AuthorizedClientRepository clients;

    Reader(Upstream upstream, OAuth2AuthorizedClientRepository clients) {
        this.upstream = upstream;
        this.clients = clients;
    }

    /** The reader, looking at the forum that the request names, else the one looked at last, else the first. */
    Current of(HttpServletRequest request, HttpServletResponse response) {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        String subject = who instanceof OAuth2AuthenticationToken t ? t.getName() : "";
        String token = who instanceof OAuth2AuthenticationToken t ? token(t, request) : null;
        List<Forum> forums = new ArrayList<>();
        upstream.get("/api/membership/forums", null)
                .json()
                .path("items")
                .forEach(f -> forums.add(new Forum(
                        f.path("id").asString(),
                        f.path("name").asString(),
                        f.path("fictional").asBoolean())));
        String forum = forum(request, forums);
        Set<String> roles = new TreeSet<>();
        String unit = "";
        if (forum != null && token != null) {
            JsonNode me =
                    upstream.get("/api/membership/me?forum=" + forum, token).json();
            me.path("grants").forEach(g -> roles.add(g.path("role").asString()));
            unit = me.path("unit").asString("");
        }
        return new Current(subject, token, forum, unit, roles, forums);
    }

    private @Nullable String token(OAuth2AuthenticationToken who, HttpServletRequest request) {
        OAuth2AuthorizedClient client =
                clients.loadAuthorizedClient(who.getAuthorizedClientRegistrationId(), who, request);
        return client == null ? null : client.getAccessToken().getTokenValue();
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
