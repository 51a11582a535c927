package org.plenary.infra.local.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;

/** What a person sees of a request that went wrong: the framework's own page has styles that our policy forbids. */
@Component("error")
class ErrorPage implements View {
    @Override
    public String getContentType() {
        return "text/html;charset=UTF-8";
    }

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] html = """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not possible - Plenary</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <link rel="stylesheet" href="/idp/signin.css"></head><body><main>
                <p class="brand">Plenary</p><h1>That was not possible</h1>
                <p>There is nothing at this address, the page was open for too long, or the request was not complete
                (status %d).</p><p><a href="/">Start again</a></p></main></body></html>
                """.formatted(response.getStatus()).getBytes(StandardCharsets.UTF_8);
        response.setContentType(getContentType());
        response.getOutputStream().write(html);
    }
}
