package org.plenary.infra.local.signin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;

/** The provider's pages have one frame; they need no scripts. */
final class Page {
    static final String TYPE = "text/html;charset=UTF-8";

    private Page() {}

    static String html(String title, String body) {
        return """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%1$s - Plenary</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <link rel="stylesheet" href="/idp/signin.css"></head><body><main>
                <p class="brand">Plenary</p><h1>%1$s</h1>%2$s</main></body></html>
                """.formatted(title, body);
    }

    static ResponseEntity<String> of(String title, String body) {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "html", StandardCharsets.UTF_8))
                .body(html(title, body));
    }

    /** The same words whether there is such a user or not, and whichever of the two factors was wrong. */
    static ResponseEntity<String> full(Duration until) {
        String wait = Long.toString(until.toSeconds());
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, wait)
                .contentType(new MediaType("text", "html", StandardCharsets.UTF_8))
                .body(html("Please wait", """
                        <p class="error" role="alert">Too many attempts failed. The next is taken in %s seconds.</p>
                        <p><a href="/idp/login">Back to the sign-in</a></p>""".formatted(wait)));
    }

    /** The form's hidden field against forgery. */
    static String hidden(CsrfToken csrf) {
        return "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                .formatted(csrf.getParameterName(), HtmlUtils.htmlEscape(csrf.getToken()));
    }
}
