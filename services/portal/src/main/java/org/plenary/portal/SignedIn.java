package org.plenary.portal;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.plenary.portal.session.PersonsSessionsStore;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;

/** A person has signed in: the session is noted as theirs, and they come back to where they wanted to go. */
final class SignedIn extends SavedRequestAwareAuthenticationSuccessHandler {
    /** The session's attribute for where a person goes who signs in with a code: to a page of ours. */
    static final String THEN = "then";

    private final PersonsSessionsStore sessions;
    private final Live live;

    SignedIn(PersonsSessionsStore sessions, Live live) {
        this.sessions = sessions;
        this.live = live;
        setDefaultTargetUrl("/");
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication who)
            throws IOException, ServletException {
        Agent agent = Agent.of(request.getHeader(HttpHeaders.USER_AGENT));
        HttpSession session = request.getSession();
        sessions.began(who.getName(), session.getId(), agent.browser(), agent.system())
                .forEach(live::close);
        if (session.getAttribute(THEN) instanceof String then) {
            session.removeAttribute(THEN);
            clearAuthenticationAttributes(request);
            getRedirectStrategy().sendRedirect(request, response, then);
        } else {
            super.onAuthenticationSuccess(request, response, who);
        }
    }
}
