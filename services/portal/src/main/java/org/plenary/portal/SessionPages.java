package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.plenary.portal.session.PersonsSessionsStore;
import org.plenary.portal.session.PersonsSessionsStore.Known;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where a person is signed in, how each of these sign-ins is ended from here, and signing in again with a code. */
@Controller
public class SessionPages {
    /** A page of ours, and nowhere else. */
    private static final String OURS = "(/[A-Za-z0-9_-]{1,130}){1,4}";

    private final Reader readers;
    private final PersonsSessionsStore sessions;
    private final Live live;

    SessionPages(Reader readers, PersonsSessionsStore sessions, Live live) {
        this.readers = readers;
        this.sessions = sessions;
        this.live = live;
    }

    /** A line of the page. */
    public record Row(String name, String began, String last, String browser, String system, boolean here) {
        static Row of(Known k, String here) {
            return new Row(
                    k.name(),
                    Times.shown(k.began().toString(), ""),
                    Times.shown(k.last().toString(), ""),
                    k.browser(),
                    k.system(),
                    k.name().equals(here));
        }
    }

    @GetMapping("/sessions")
    String sessions(Authentication who, HttpServletRequest request, HttpServletResponse response, Model model) {
        model.addAttribute("reader", readers.evenAway(request, response));
        String here = here(request);
        model.addAttribute(
                "sessions",
                sessions.of(who.getName()).stream().map(k -> Row.of(k, here)).toList());
        return "sessions";
    }

    /** Ends one of the person's own; what has ended meanwhile, or was never theirs, is ended by saying nothing of it. */
    @PostMapping("/sessions/end")
    String end(Authentication who, @RequestParam String name, HttpServletRequest request) {
        if (sessions.end(who.getName(), name)) {
            live.close(name);
        }
        return name.equals(here(request)) ? "redirect:/" : "redirect:/sessions?done=end";
    }

    @PostMapping("/sessions/end-others")
    String endOthers(Authentication who, HttpServletRequest request) {
        List<String> ended = sessions.endOthers(who.getName(), here(request));
        ended.forEach(live::close);
        return "redirect:/sessions?done=end-others";
    }

    /**
     * Signs the person in again, with a code, and brings them back: their act needs one, and this sign-in had none.
     *
     * @param then the page to come back to
     */
    @GetMapping("/with-code")
    String withCode(@RequestParam(defaultValue = "/") String then, HttpSession session) {
        session.setAttribute(SignedIn.THEN, then.matches(OURS) ? then : "/");
        return "redirect:" + SignInRequests.WITH_CODE;
    }

    private static String here(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? "" : PersonsSessionsStore.name(session.getId());
    }
}
