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
        return Page.TYPE;
    }

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] html = Page.html("That was not possible", """
                <p>There is nothing at this address, the page was open for too long, or the request was not complete
                (status %d).</p><p><a href="/">Start again</a></p>""".formatted(response.getStatus()))
                .getBytes(StandardCharsets.UTF_8);
        response.setContentType(getContentType());
        response.getOutputStream().write(html);
    }
}
