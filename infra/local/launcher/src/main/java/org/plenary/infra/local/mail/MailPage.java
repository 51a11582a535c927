package org.plenary.infra.local.mail;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** What the demonstration's delegations received, for anyone on this machine. */
@RestController
public class MailPage {
    private static final int SHOWN = 50;
    private final MailServer server;

    MailPage(MailServer server) {
        this.server = server;
    }

    /** The newest messages, escaped. */
    @GetMapping("/mail/")
    ResponseEntity<String> page(@RequestParam(defaultValue = "") String to) {
        StringBuilder rows = new StringBuilder();
        for (MailServer.Message m : server.newest(to, SHOWN)) {
            rows.append("<article><h2>")
                    .append(HtmlUtils.htmlEscape(m.subject()))
                    .append("</h2><p>To ")
                    .append(HtmlUtils.htmlEscape(m.to()))
                    .append(", ")
                    .append(HtmlUtils.htmlEscape(m.date()))
                    .append("</p><pre>")
                    .append(HtmlUtils.htmlEscape(m.text()))
                    .append("</pre></article>");
        }
        String html = """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mailbox - Plenary</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <link rel="stylesheet" href="/idp/signin.css"></head><body><main class="wide">
                <p class="brand">Plenary</p><h1>Mailbox of the demonstration</h1>
                <p>Every message that this instance sent, newest first. Nothing left this machine.</p>
                <form><label>To contains <input name="to" value="%s" maxlength="80"></label> <button>Show</button></form>
                %s</main></body></html>
                """.formatted(HtmlUtils.htmlEscape(to), rows);
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "html", java.nio.charset.StandardCharsets.UTF_8))
                .body(html);
    }
}
