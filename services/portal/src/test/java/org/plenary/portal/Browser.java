package org.plenary.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person's browser: it keeps cookies, reads forms' CSRF tokens, and follows a redirect only where a test says so. */
final class Browser {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    final Map<String, String> cookies = new HashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String base;
    private String csrf = "";
    /** What it says it is. */
    String agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    Browser(String base) {
        this.base = base;
    }

    /** The same browser, with the portal at another port. */
    void moved(String base) {
        this.base = base;
    }

    HttpResponse<String> get(String path) throws Exception {
        return kept(http.send(request(path).header("Accept", "text/html").build(), BodyHandlers.ofString()));
    }

    HttpResponse<InputStream> stream(String path) throws Exception {
        return http.send(request(path).header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
    }

    /** Sends a form with the token of the page seen last. */
    HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(form);
        if (!csrf.isEmpty()) {
            all.put("_csrf", csrf);
        }
        String body = all.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return kept(http.send(
                request(path)
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString()));
    }

    /** Sends a form with a file, with the token of the page seen last. */
    HttpResponse<String> upload(String path, Map<String, String> form, String name, String file) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.put("_csrf", csrf);
        StringBuilder body = new StringBuilder();
        all.forEach((field, value) -> body.append("--b\r\nContent-Disposition: form-data; name=\"")
                .append(field)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        body.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(file)
                .append("\r\n--b--\r\n");
        return kept(http.send(
                request(path)
                        .header("Accept", "text/html")
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString()));
    }

    /** As a page of another site would: without the token. */
    HttpResponse<String> forge(String path, Map<String, String> form) throws Exception {
        csrf = "";
        return post(path, form);
    }

    /** Signs in at the stub's provider. */
    void signIn(String subject, StubOwner provider) throws Exception {
        HttpResponse<String> back = callback(subject, provider);
        if (!location(back).endsWith("/")) {
            throw new AssertionError("signing in led to " + location(back));
        }
    }

    /** Signs in, and returns what the portal answers when the provider sends the browser back. */
    HttpResponse<String> callback(String subject, StubOwner provider) throws Exception {
        String authorize = location(get("/oauth2/authorization/plenary"));
        Map<String, String> asked = query(URI.create(authorize).getRawQuery());
        String code = provider.code(subject, asked.get("nonce"));
        return get(
                "/login/oauth2/code/plenary?code=" + code + "&state=" + URLEncoder.encode(asked.get("state"), UTF_8));
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer + answer.body()));
    }

    static Map<String, String> query(String query) {
        return Arrays.stream(query.split("&"))
                .map(p -> p.split("=", 2))
                .collect(Collectors.toMap(p -> p[0], p -> URLDecoder.decode(p[1], UTF_8)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).header("User-Agent", agent);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(c -> c.getKey() + "=" + c.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private HttpResponse<String> kept(HttpResponse<String> answer) {
        for (String set : answer.headers().allValues("Set-Cookie")) {
            String[] pair = set.split(";", 2)[0].split("=", 2);
            if (pair[1].isEmpty()) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        Matcher token = CSRF.matcher(Objects.requireNonNullElse(answer.body(), ""));
        if (token.find()) {
            csrf = token.group(1);
        }
        return answer;
    }
}
