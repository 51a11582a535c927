package org.plenary.infra.local.mail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * What the demonstration's delegations received, for anyone on this machine. It lives in the sign-in application, under
 * its context path; the portal shows it as {@code /mail/}.
 */
@RestController
public class MailPage {
    /** Letters on one page. */
    static final int PAGE = 50;

    private static final int PAGES_MAX = MailServer.MESSAGES_MAX / PAGE;
    private final MailServer server;

    MailPage(MailServer server) {
        this.server = server;
    }

    /** The letters, newest first; {@code to} is any part of the address, {@code page} counts from 1. */
    @GetMapping("/mail/")
    ResponseEntity<String> list(
            @RequestParam(defaultValue = "") String to, @RequestParam(defaultValue = "1") String page) {
        int number = page.matches("[1-9][0-9]{0,3}") ? Math.min(Integer.parseInt(page), PAGES_MAX) : 1;
        List<Letter> found = server.newest(to, (number - 1) * PAGE, PAGE + 1);
        StringBuilder rows = new StringBuilder();
        for (Letter l : found.subList(0, Math.min(PAGE, found.size()))) {
            rows.append("<tr><td><time>%s</time></td><td>%s</td><td><a href=\"/mail/%d\">%s</a></td></tr>"
                    .formatted(l.received(), escaped(l.to()), l.id(), subject(l)));
        }
        String table = found.isEmpty()
                ? "<p>Nothing was received%s.</p>".formatted(to.isBlank() ? " yet" : " there")
                : "<table><thead><tr><th scope=\"col\">Received (UTC)</th><th scope=\"col\">To</th>"
                        + "<th scope=\"col\">Subject</th></tr></thead><tbody>" + rows + "</tbody></table>";
        String newer = number > 1 ? link(to, number - 1, "Newer") : "";
        String older = found.size() > PAGE && number < PAGES_MAX ? link(to, number + 1, "Older") : "";
        return page("Mailbox of the demonstration", """
                <p>Every message that this instance sent, newest first. Nothing left this machine.</p>
                <form action="/mail/" role="search"><label for="to">To contains</label>
                <input id="to" name="to" value="%s" maxlength="80"> <button>Show</button></form>
                %s<nav aria-label="Pages">%s %s</nav>""".formatted(escaped(to), table, newer, older));
    }

    /** One letter with its headers; 404 where it never was or was dropped. */
    @GetMapping("/mail/{id:[0-9]{1,18}}")
    ResponseEntity<String> letter(@PathVariable long id) {
        return server.letter(id)
                .map(MailPage::shown)
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private static ResponseEntity<String> shown(Letter letter) {
        StringBuilder rows = new StringBuilder();
        for (Letter.Field h : letter.headers()) {
            rows.append(
                    "<tr><th scope=\"row\">%s</th><td>%s</td></tr>".formatted(escaped(h.name()), escaped(h.value())));
        }
        return page(
                subject(letter),
                "<p>To %s, <time>%s</time></p><pre>%s</pre><h2>Headers</h2><table><tbody>%s</tbody></table><p>%s</p>"
                        .formatted(
                                escaped(letter.to()),
                                letter.received(),
                                escaped(letter.text()),
                                rows,
                                link("", 1, "All messages")));
    }

    /** Only what is markup: with a known encoding, letters of other scripts stay as they are. */
    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    private static String subject(Letter letter) {
        return letter.subject().isBlank() ? "(no subject)" : escaped(letter.subject());
    }

    private static String link(String to, int page, String text) {
        return "<a href=\"/mail/?to=%s&amp;page=%d\">%s</a>"
                .formatted(UriUtils.encode(to, StandardCharsets.UTF_8), page, text);
    }

    private static ResponseEntity<String> page(String title, String body) {
        String html = """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%1$s - Plenary</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <link rel="stylesheet" href="/idp/signin.css"></head><body><main class="wide">
                <p class="brand">Plenary</p><h1>%1$s</h1>%2$s</main></body></html>
                """.formatted(title, body);
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "html", StandardCharsets.UTF_8))
                .body(html);
    }
}
