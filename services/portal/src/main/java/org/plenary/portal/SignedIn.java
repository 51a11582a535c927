package org.plenary.portal;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.plenary.portal.session.PersonsSessionsStore;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;

/** A person has signed in: the session is noted as theirs, and they come back to where they wanted to go. */
final class SignedIn extends SavedRequestAwareAuthenticationSuccessHandler {
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
        sessions.began(who.getName(), request.getSession().getId(), agent.browser(), agent.system())
                .forEach(live::close);
        super.onAuthenticationSuccess(request, response, who);
    }
}
