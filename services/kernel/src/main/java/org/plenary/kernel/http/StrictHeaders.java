package org.plenary.kernel.http;

import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriter;

/**
 * What every answer of every part tells browsers, pages and errors included: nothing is guessed, framed, shared with
 * other origins or allowed to use the device. Besides them come Spring Security's own: {@code Cache-Control: no-store}
 * where the answer does not say otherwise, and HSTS over https.
 */
public final class StrictHeaders {
    /** The policy of answers that are no pages. */
    public static final String DATA = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /** Over https: a year, as browsers' preload lists ask. */
    public static final String HSTS = "max-age=31536000 ; includeSubDomains";

    private static final String PERMISSIONS = "accelerometer=(), autoplay=(), camera=(), display-capture=(), "
            + "encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
            + "midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), "
            + "usb=(), web-share=(), xr-spatial-tracking=()";

    private StrictHeaders() {}

    /** By name, with this content policy. */
    public static Map<String, String> all(String contentPolicy) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Security-Policy", contentPolicy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Permissions-Policy", PERMISSIONS);
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        return headers;
    }

    /** For a chain of filters; what a handler, or the owner of an answer that is passed on, has said already stands. */
    public static Customizer<HeadersConfigurer<HttpSecurity>> with(String contentPolicy) {
        HeaderWriter writer = (request, response) -> write(response, contentPolicy);
        return headers -> headers.addHeaderWriter(writer)
                .contentTypeOptions(HeadersConfigurer.ContentTypeOptionsConfig::disable)
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::disable);
    }

    /** What refuses an address spelt to deceive, before any filter is asked. */
    public static RequestRejectedHandler refusing(String contentPolicy) {
        return (request, response, refusal) -> {
            write(response, contentPolicy);
            response.setHeader("Cache-Control", "no-store");
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        };
    }

    /** For an answer that no filter sees. */
    public static void write(HttpServletResponse response, String contentPolicy) {
        all(contentPolicy).forEach((name, value) -> {
            if (!response.containsHeader(name)) {
                response.setHeader(name, value);
            }
        });
    }
}
