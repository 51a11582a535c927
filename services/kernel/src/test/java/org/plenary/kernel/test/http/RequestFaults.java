package org.plenary.kernel.test.http;

import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.plenary.kernel.test.Tokens;

/** What is done to a request around its body: method, path, query, headers, token. */
final class RequestFaults {
    private static final List<String> METHODS =
            List.of("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "BREW", "G<T", "POST", "GET");
    private static final List<String> IDS = List.of(
            "..",
            "%2e%2e%2fetc",
            "%00",
            "a;jsessionid=1",
            "%ff%fe",
            "%",
            "%zz",
            "item%2f1",
            "\\",
            "{id}",
            "[$ne]",
            "forum-ABC",
            "-",
            "item-" + "a".repeat(200),
            "x".repeat(9_000),
            "\u202e\ud83c\udfdb",
            "item-\"<>|^`",
            "%0d%0aX-Injected:%201",
            "null");
    private static final List<String> QUERIES = List.of(
            "forum[$ne]=x",
            "forum%5B%24ne%5D=x",
            "forum=a&forum=b",
            "forum=",
            "forum",
            "=x",
            "&&&",
            "$where=sleep(1000)",
            "status[$regex]=.*",
            "a.b=1",
            "_id=1",
            "limit=0",
            "limit=-1",
            "limit=201",
            "limit=1e3",
            "limit=99999999999999999999",
            "limit=0050",
            "limit=%00",
            "cursor=%21%21",
            "cursor=AAAA",
            "cursor=" + "A".repeat(500),
            "cursor=gA==",
            "atLeast=x",
            "atLeast=:1",
            "atLeast=item-1:-1",
            "atLeast=item-1:99999999999999999999",
            "version=abc",
            "version=-1",
            "version=99999999999999999999",
            "version=1.5",
            "stream=..%2f..",
            "at=yesterday",
            "at=%2B1000000000-12-31T23:59:59.999999999Z",
            "forum=%ff",
            "forum=%zz",
            "forum=%",
            "x".repeat(9_000) + "=1",
            "forum=" + "y".repeat(9_000),
            "q=\u202e",
            "q=<script>",
            "q=|");
    private static final List<String> IF_MATCHES = List.of(
            "*",
            "W/\"1\"",
            "\"-1\"",
            "\"99999999999999999999\"",
            "\"1\",\"2\"",
            "1",
            "\"\"",
            "\"1e1\"",
            "\"0\"",
            "\u00ff");
    private static final List<String> KEYS = List.of(
            "", "short", "k".repeat(129), "has a space in it", "\u202eunicode-key", "k".repeat(9_000), "tab\tkey-12");
    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            "application/json; charset=nope",
            "application/json;;;",
            "application/*",
            "*/*",
            "garbage",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "application/problem+json",
            "",
            "application/json; q=\"");
    private static final List<String> ACCEPTS = List.of(
            "text/html", "application/xml", ";;;", "garbage", "image/*;q=0", "", "application/json;version=\u00ff");
    private static final List<String> OTHERS = List.of(
            "Range: bytes=0-0",
            "If-None-Match: *",
            "If-None-Match: garbage",
            "If-Modified-Since: yesterday",
            "Cookie: a=b; \u00ff; =; JSESSIONID=1",
            "traceparent: garbage\u00ff",
            "traceparent: " + "0".repeat(3_000),
            "On-Behalf-Of: zz",
            "On-Behalf-Of: th",
            "On-Behalf-Of: Not A Unit",
            "On-Behalf-Of: " + "z".repeat(41),
            "X-Forwarded-For: 10.0.0.1",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Prefix: /../..",
            "X-HTTP-Method-Override: DELETE",
            "Content-Encoding: gzip",
            "Accept-Language: \u00ff;q=x",
            "Accept-Charset: nope",
            "Expect: 100-continue",
            "Origin: null",
            "X-Long: " + "l".repeat(7_000),
            "X-Longer: " + "l".repeat(100_000),
            "X-Injected: a\r\nX-Second: b",
            "X-Cr: a\rb",
            "X-Lf: a\nb",
            "X-Nul: a\0b",
            "X Space: a",
            ": nameless",
            "No-Colon");

    private static final List<BiConsumer<Draft, Random>> ALL = List.of(
            (d, r) -> {
                d.method = one(METHODS, r);
                d.operation = null;
            },
            (d, r) -> {
                String[] segments = ("/" + d.path.replaceFirst("^/", "")).split("/", -1);
                segments[1 + r.nextInt(segments.length - 1)] = one(IDS, r);
                d.path = String.join("/", segments);
                d.operation = null;
            },
            (d, r) -> {
                d.path = one(
                        List.of("/", "//api", "*", "/error", "/api/../actuator/env", d.path + "/", d.path + "/x"), r);
                d.operation = null;
            },
            (d, r) -> d.query = d.query + "&" + one(QUERIES, r),
            (d, r) -> d.query = one(QUERIES, r),
            (d, r) -> d.headers.put("If-Match", one(IF_MATCHES, r)),
            (d, r) -> d.headers.put("Idempotency-Key", one(KEYS, r)),
            (d, r) -> d.headers.put("Content-Type", one(TYPES, r)),
            (d, r) -> d.headers.put("Accept", one(ACCEPTS, r)),
            (d, r) -> d.headers.remove(one(List.of("Idempotency-Key", "If-Match", "Content-Type", "Host"), r)),
            (d, r) -> d.headers.put("Host", one(List.of("evil.example", "", "a b", "[::1", "x".repeat(300)), r)),
            RequestFaults::other,
            RequestFaults::other);

    private RequestFaults() {}

    private static void other(Draft d, Random random) {
        String line = one(OTHERS, random);
        int colon = line.indexOf(':');
        d.headers.put(
                colon < 0 ? line : line.substring(0, colon),
                colon < 0 ? "" : line.substring(colon + 1).strip());
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    /** One fault more. */
    static void damage(Draft draft, Random random) {
        ALL.get(random.nextInt(ALL.size())).accept(draft, random);
    }

    /** A token that is none, in one of many ways. */
    static void token(Draft draft, Tokens tokens, Random random) {
        int n = random.nextInt(Tokens.Fault.values().length + 6);
        String subject = "operator.none";
        String token = switch (n) {
            case 0 -> "Bearer garbage";
            case 1 -> "Bearer a.b.c";
            case 2 -> "Basic b3BlcmF0b3I6b3BlcmF0b3I=";
            case 3 -> "Bearer ";
            case 4 -> "Bearer " + "x".repeat(7_000);
            case 5 -> "bearer\t" + tokens.token(subject);
            default -> "Bearer " + tokens.broken(Tokens.Fault.values()[n - 6], subject);
        };
        draft.headers.put("Authorization", token);
    }
}
