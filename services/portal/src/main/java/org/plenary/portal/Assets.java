package org.plenary.portal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** GOV.UK Frontend's style without its font and crown, which are not ours to use, and htmx with its extension for server-sent events; each from its WebJar. */
@RestController
class Assets {
    private static final String GOVUK =
            "/META-INF/resources/webjars/govuk-frontend/5.14.0/dist/govuk/govuk-frontend.min.css";
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
    private static final String SSE = "/META-INF/resources/webjars/htmx-ext-sse/2.2.2/sse.js";
    private static final CacheControl CACHE =
            CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

    private final String style;
    private final String script;
    private final String events;

    Assets() throws IOException {
        style = text(GOVUK).replaceAll("@font-face\\{[^}]*}", "").replace("GDS Transport", "Plenary Sans");
        script = text(HTMX);
        events = text(SSE);
    }

    private static String text(String path) throws IOException {
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @GetMapping("/assets/govuk.css")
    ResponseEntity<String> style() {
        return ResponseEntity.ok()
                .cacheControl(CACHE)
                .contentType(new MediaType("text", "css"))
                .body(style);
    }

    @GetMapping("/assets/htmx.js")
    ResponseEntity<String> script() {
        return javascript(script);
    }

    @GetMapping("/assets/sse.js")
    ResponseEntity<String> events() {
        return javascript(events);
    }

    private static ResponseEntity<String> javascript(String text) {
        return ResponseEntity.ok()
                .cacheControl(CACHE)
                .contentType(new MediaType("application", "javascript"))
                .body(text);
    }
}
