package org.plenary.infra.local.signin;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.plenary.infra.local.mail.MailServer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The application on a free port, asked as the portal passes requests on: under its public address. */
public final class SignInServer implements AutoCloseable {
    public static final String PUBLIC = "http://localhost:18080";
    static final String ISSUER = PUBLIC + "/idp";
    static final String PASSWORD = "a-password-for-all";
    static final String TOKEN_SECRET = "readable-by-the-owner";
    static final String TOTP = "the root of every code";
    /** The provider's clock, as far as codes and limits go by it; a test may move it. */
    final Moved clock = new Moved();

    private final ConfigurableApplicationContext context;

    /** It goes on only where a test moves it, so that no limit passes by itself on a slow machine. */
    static final class Moved implements InstantSource {
        private volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        void on(Duration more) {
            now = now.plus(more);
        }
    }

    public SignInServer(Path data, MailServer mail) {
        context = new SpringApplicationBuilder(SignInApplication.class)
                .properties("spring.config.name=signin")
                .registerShutdownHook(false)
                .initializers(c -> {
                    c.getBeanFactory().registerSingleton("mailServer", mail);
                    c.getBeanFactory().registerSingleton("moved", clock);
                })
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--plenary.public-url=" + PUBLIC,
                        "--plenary.issuer=" + ISSUER,
                        "--plenary.data=" + data,
                        "--plenary.portal.client-secret=portal-secret",
                        "--plenary.service.client-secret=service-secret",
                        "--plenary.demo-password=" + PASSWORD,
                        "--plenary.demo-totp=" + TOTP,
                        "--plenary.demo-token-secret=" + TOKEN_SECRET);
    }

    /** The provider's own address. */
    public String own() {
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** A browser: it has cookies and sees the public address; redirects are for the test to follow. */
    public Browser browser() {
        return new Browser();
    }

    /** What the user's telephone shows now. */
    String code(String user) {
        return new SecondFactors(TOTP, clock).code(user);
    }

    /** A bean of the application. */
    <T> T bean(String name, Class<T> kind) {
        return context.getBean(name, kind);
    }

    /** As a client with its secret, at the provider's own port. */
    HttpResponse<String> post(String path, Map<String, String> form, String client, String secret) throws Exception {
        String basic = Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return own(form(path, form).header("Authorization", "Basic " + basic));
    }

    /** As a script, at the provider's own port. */
    HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        return own(form(path, form));
    }

    private HttpRequest.Builder form(String path, Map<String, String> form) {
        return HttpRequest.newBuilder(URI.create(own() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(query(form)));
    }

    private static HttpResponse<String> own(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    static String csrf(String page) {
        Matcher csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page);
        if (!csrf.find()) {
            throw new AssertionError("no form on " + page);
        }
        return csrf.group(1);
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** What the portal does to a request on its way. */
    public final class Browser {
        private String at = "192.0.2.1";
        final Map<String, String> cookies = new LinkedHashMap<>();
        private final HttpClient http = HttpClient.newHttpClient();

        /** Gets a public address or path. */
        public HttpResponse<String> get(String address) throws Exception {
            return send(request(address).header("Accept", "text/html").GET());
        }

        HttpResponse<String> post(String address, Map<String, String> form) throws Exception {
            return send(request(address)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(query(form))));
        }

        private HttpRequest.Builder request(String address) {
            String path = address.startsWith(PUBLIC) ? address.substring(PUBLIC.length()) : address;
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(own() + path))
                    .header("X-Forwarded-Host", "localhost:18080")
                    .header("X-Forwarded-Proto", "http")
                    .header("X-Forwarded-For", at);
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(c -> c.getKey() + "=" + c.getValue())
                                .collect(Collectors.joining("; ")));
            }
            return request;
        }

        HttpResponse<String> password(String user, String password) throws Exception {
            return form("/idp/login", Map.of("username", user, "password", password));
        }

        HttpResponse<String> code(String code) throws Exception {
            return form("/idp/second-factor", Map.of("code", code));
        }

        /** Sends the form of the page at this path. */
        private HttpResponse<String> form(String path, Map<String, String> fields) throws Exception {
            Map<String, String> all = new LinkedHashMap<>(fields);
            all.put("_csrf", csrf(get(path).body()));
            return post(path, all);
        }

        /** The same browser, elsewhere. */
        void from(String at) {
            this.at = at;
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            for (String set : answer.headers().allValues("Set-Cookie")) {
                String[] pair = set.split(";", 2)[0].split("=", 2);
                cookies.put(pair[0], pair[1]);
            }
            return answer;
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
