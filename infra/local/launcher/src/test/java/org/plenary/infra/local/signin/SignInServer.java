package org.plenary.infra.local.signin;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
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
    private final ConfigurableApplicationContext context;

    public SignInServer(Path data, MailServer mail) {
        context = new SpringApplicationBuilder(SignInApplication.class)
                .properties("spring.config.name=signin")
                .registerShutdownHook(false)
                .initializers(c -> c.getBeanFactory().registerSingleton("mailServer", mail))
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--plenary.public-url=" + PUBLIC,
                        "--plenary.issuer=" + ISSUER,
                        "--plenary.data=" + data,
                        "--plenary.portal.client-secret=portal-secret",
                        "--plenary.service.client-secret=service-secret",
                        "--plenary.demo-password=" + PASSWORD,
                        "--plenary.demo-token-secret=" + TOKEN_SECRET);
    }

    /** The provider's own address. */
    public String own() {
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** A browser: it has cookies and sees the public address; redirects are for the test to follow. */
    public Browser browser() {
        return new Browser(
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build());
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

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** What the portal does to a request on its way. */
    public final class Browser {
        private final HttpClient http;

        Browser(HttpClient http) {
            this.http = http;
        }

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
            return HttpRequest.newBuilder(URI.create(own() + path))
                    .header("X-Forwarded-Host", "localhost:18080")
                    .header("X-Forwarded-Proto", "http");
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
