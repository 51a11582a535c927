package org.plenary.membership;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.plenary.membership.RunningMembership.json;
import static org.plenary.membership.RunningMembership.problem;
import static org.plenary.membership.domain.Specimens.bytes;
import static org.plenary.membership.domain.Specimens.joined;

import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plenary.membership.domain.Specimens;

/** Uploads over HTTP: what is no note verbale is refused with a clear problem, and nothing of it is stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesTest {
    private static final String BOUNDARY = "----plenary-test";
    private RunningMembership membership;
    private long files;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        membership = new RunningMembership(dir);
    }

    @AfterAll
    void stop() throws Exception {
        membership.close();
    }

    /** One upload that must be refused. */
    private record Bad(String what, String problem, String name, String type, byte[] bytes) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Bad bad(String what, String problem, byte[] bytes) {
        return new Bad(what, problem, "note.pdf", "application/pdf", bytes);
    }

    private static Bad named(String what, String name) {
        return new Bad(what, "file-name-not-allowed", name, "application/pdf", Specimens.pdf());
    }

    static Stream<Bad> corpus() {
        byte[] zip = Specimens.zip(1024);
        String kind = "file-kind-not-allowed";
        return Stream.of(
                bad("empty", "file-empty", new byte[0]),
                bad("a program named as a PDF", kind, Specimens.exe()),
                bad("a page", kind, bytes("<!DOCTYPE html><html><script>alert(1)</script></html>")),
                new Bad("a drawing with script", kind, "note.png", "image/png", bytes("<svg onload='x'></svg>")),
                bad("an archive", kind, zip),
                bad("an archive that unpacks to 256 MiB", kind, Specimens.zip(256 << 20)),
                bad("a word processor's document", kind, Specimens.docx()),
                bad("a script", kind, bytes("#!/bin/sh\nrm -rf /\n")),
                bad("plain text", kind, bytes("Note verbale.")),
                bad("an image of another kind", kind, bytes("GIF89a\1\0\1\0\0\0\0;")),
                bad("a GIF that is a Java archive", kind, joined(bytes("GIF89a\1\0\1\0\0\0\0;"), zip)),
                bad("a PDF that is an archive", "file-of-two-kinds", joined(Specimens.pdf(), zip)),
                new Bad(
                        "an image that is an archive",
                        "file-of-two-kinds",
                        "n.png",
                        "image/png",
                        joined(Specimens.png(), zip)),
                bad("a JPEG that is an archive", "file-of-two-kinds", joined(Specimens.jpeg("x"), zip)),
                bad("an image that is a page", "file-of-two-kinds", Specimens.png("<script>alert(1)</script>")),
                bad("an image that is a PDF", "file-of-two-kinds", Specimens.jpeg("%PDF-1.7")),
                bad("a PDF behind other bytes", "file-malformed", joined(bytes("junk\n"), Specimens.pdf())),
                bad("bytes behind an image", "file-malformed", joined(Specimens.png(), bytes("more"))),
                bad(
                        "a script between two ends of an image",
                        "file-malformed",
                        joined(Specimens.jpeg("x"), bytes("#!/bin/sh\nrm -rf /\n\u00ff\u00d9"))),
                bad("an image with a chunk of no register", "file-malformed", Specimens.pngWith("evIl", bytes("x"))),
                bad("a PDF whose media acts", "file-active", Specimens.pdf("/A << /S /Rendition /JS (x) >>")),
                bad("a PDF with further actions", "file-active", Specimens.pdf("/AA << /O 4 0 R >>")),
                bad("a PDF that goes into an attachment", "file-active", Specimens.pdf("/A << /S /GoToE >>")),
                bad(
                        "a PDF that hides how it is packed",
                        "file-unreadable",
                        Specimens.packed(
                                "/Filter /FlateDecode /X (obj) /Type /ObjStm",
                                Specimens.deflated(bytes("1 0 << /S /JavaScript >>")))),
                bad("a PDF with script", "file-active", Specimens.pdf("/Names << /JavaScript 4 0 R >>")),
                bad("a PDF that starts a program", "file-active", Specimens.pdf("/A << /S /Launch >>")),
                bad("a PDF that carries a file", "file-active", Specimens.pdf("/EmbeddedFiles 4 0 R")),
                bad("a PDF that acts when opened", "file-active", Specimens.pdf("/OpenAction 4 0 R")),
                bad("an encrypted PDF", "file-unreadable", Specimens.pdf("/Encrypt 4 0 R")),
                named("a relative path", "../../note.pdf"),
                named("a path of the other system", "..\\\\note.pdf"),
                named("an absolute path", "/etc/cron.d/note.pdf"),
                named("a hidden name", ".htaccess"),
                named("an escaped path", "%2e%2e%2fnote.pdf"),
                named("an escaped end of line", "note%0d%0aX: y.pdf"),
                named("an escaped end of name", "note.pdf%00.exe"),
                named("a name written from right to left", "note\u202efdp.exe"),
                named("a name of 300 characters", "n".repeat(300) + ".pdf"),
                new Bad(
                        "a name of 10,000 characters",
                        "body-too-large",
                        "n".repeat(10_000),
                        "application/pdf",
                        Specimens.pdf()),
                bad("more than 5 MiB", "body-too-large", joined(Specimens.pdf(), new byte[5 << 20])),
                bad("more than any body", "body-too-large", new byte[8 << 20]));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void a_file_that_is_no_note_verbale_is_refused(Bad bad) {
        HttpResponse<String> answer = upload("th.focal", body(bad.name(), bad.type(), bad.bytes()), membership.key());
        assertThat(problem(answer)).isEqualTo(bad.problem());
        assertThat(answer.statusCode()).isEqualTo(bad.problem().equals("body-too-large") ? 413 : 400);
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("org.");
    }

    static Stream<Bad> bodies() {
        String malformed = "multipart-malformed";
        byte[] file = part("file", "note.pdf", "application/pdf", Specimens.pdf());
        byte[] end = bytes("--" + BOUNDARY + "--\r\n");
        byte[] forum = field("forum", "forum-1"); // whoever may do what there: the body is looked at first
        byte[] party = field("party", "th");
        return Stream.of(
                bad("nothing", malformed, new byte[0]),
                bad("no file", malformed, joined(forum, party, end)),
                bad("no party", malformed, joined(forum, file, end)),
                bad("no forum", malformed, joined(party, file, end)),
                bad("two files", malformed, joined(forum, party, file, file, end)),
                bad("one part more", malformed, joined(forum, party, file, field("more", "x"), end)),
                bad(
                        "a hundred parts",
                        "body-too-large",
                        joined(Stream.generate(() -> field("party", "th"))
                                .limit(100)
                                .toArray(byte[][]::new))),
                bad("a file that is a text", malformed, joined(forum, party, field("file", "text"), end)),
                bad(
                        "a party that is a file",
                        malformed,
                        joined(forum, part("party", "th", "text/plain", bytes("th")), file, end)),
                bad("a forum that is a book", malformed, joined(field("forum", "f".repeat(5_000)), party, file, end)),
                bad("no end", malformed, joined(forum, party, file)),
                bad(
                        "an end of line in a name",
                        malformed,
                        joined(forum, party, part("file", "a\r\nX: y.pdf", "application/pdf", Specimens.pdf()), end)),
                bad("noise", malformed, bytes("\0\1\2\3")));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_body_that_is_not_forum_party_and_file_is_refused(Bad bad) {
        HttpResponse<String> answer = upload("th.focal", bad.bytes(), membership.key());
        assertThat(problem(answer)).isEqualTo(bad.problem());
        assertThat(answer.statusCode()).isEqualTo(bad.problem().equals("body-too-large") ? 413 : 400);
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_body_of_another_type_is_refused(String type) {
        HttpResponse<String> answer = membership.send(
                "th.focal",
                HttpRequest.newBuilder(membership.uri("/api/membership/files"))
                        .header("Content-Type", type)
                        .header("Idempotency-Key", membership.key())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                body("n.pdf", "application/pdf", Specimens.pdf()))));
        assertThat(problem(answer)).isIn("content-type", "multipart-malformed", "request-not-understood");
        assertThat(answer.statusCode()).isIn(400, 415);
    }

    static List<String> types() {
        return List.of(
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=other",
                "multipart/mixed; boundary=" + BOUNDARY,
                "application/json",
                "application/x-www-form-urlencoded",
                "application/pdf");
    }

    @Test
    void a_name_with_an_end_in_the_middle_is_refused() throws Exception {
        byte[] body = body("note.pdf\0.exe", "application/pdf", Specimens.pdf());
        HttpResponse<String> answer = upload("th.focal", body, membership.key());
        assertThat(problem(answer)).isIn("file-name-not-allowed", "multipart-malformed");
    }

    @Test
    void a_body_that_breaks_off_leaves_nothing() throws Exception {
        byte[] body = body("note.pdf", "application/pdf", Specimens.pdf());
        try (Socket socket = new Socket("127.0.0.1", membership.port())) {
            socket.getOutputStream()
                    .write(bytes("POST /api/membership/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + membership.token("th.focal") + "\r\nIdempotency-Key: broken-off\r\n"
                            + "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: "
                            + (body.length + 100) + "\r\n\r\n"));
            socket.getOutputStream().write(body, 0, body.length - 40);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
    }

    @AfterEach
    void nothing_but_what_was_kept_is_stored() {
        assertThat(membership.database().getCollection("files.files").countDocuments())
                .isEqualTo(files);
        assertThat(membership.database().getCollection("files.chunks").countDocuments())
                .isEqualTo(files);
        assertThat(membership.database().getCollection("bodies.files").countDocuments())
                .isEqualTo(files);
        assertThat(membership.database().getCollection("bodies.files.waiting").countDocuments())
                .isEqualTo(files);
    }

    @Test
    void who_may_not_keep_a_file_for_the_party_keeps_none() {
        byte[] body = body("note.pdf", "application/pdf", Specimens.pdf());
        assertThat(upload("nz.focal", body, membership.key()).statusCode()).isEqualTo(403);
        assertThat(upload("nobody", body, membership.key()).statusCode()).isEqualTo(403);
        assertThat(upload(null, body, membership.key()).statusCode()).isEqualTo(401);
        HttpResponse<String> keyless = upload("th.focal", body, null);
        assertThat(problem(keyless)).isEqualTo("idempotency-key-required");
    }

    @Test
    void the_secretariat_keeps_what_came_on_paper_for_a_party_that_there_is() {
        byte[] body = body("note.pdf", "application/pdf", Specimens.pdf());
        assertThat(upload("secretariat", body, membership.key()).statusCode()).isEqualTo(201);
        files++;
        byte[] nobodys = new String(body, StandardCharsets.ISO_8859_1)
                .replace("\r\n\r\nth\r\n", "\r\n\r\nxx\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(nobodys).isNotEqualTo(body);
        assertThat(upload("secretariat", nobodys, membership.key()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_file_is_kept_once_and_given_only_to_be_saved() {
        byte[] pdf = Specimens.pdf();
        String key = membership.key();
        HttpResponse<String> kept = upload("th.focal", body("Note 17.pdf", "text/html", pdf), key);
        files++;
        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
        assertThat(json(kept).path("kind").asString()).isEqualTo("PDF");
        assertThat(json(kept).path("bytes").asInt()).isEqualTo(pdf.length);
        assertThat(json(kept).path("commitment").asString()).matches("[0-9a-f]{64}");
        assertThat(upload("th.focal", body("Note 17.pdf", "text/html", pdf), key)
                        .body())
                .isEqualTo(kept.body());
        HttpResponse<String> other = upload("th.focal", body("n.png", "image/png", Specimens.png()), key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(problem(other)).isEqualTo("key-reused");
        String path = "/api/membership/files/" + json(kept).path("file").asString();
        for (String reader : List.of("th.focal", "th.head", "secretariat", "au.cochair", "auditor")) {
            HttpResponse<String> read = membership.get(reader, path);
            assertThat(read.statusCode()).as(reader).isEqualTo(200);
            assertThat(read.body().getBytes(ISO_8859_1)).isEqualTo(pdf);
            assertThat(read.headers().allValues("Content-Type")).containsExactly("application/octet-stream");
            assertThat(read.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment;");
            assertThat(read.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(read.headers().allValues("Content-Security-Policy"))
                    .containsExactly("sandbox; default-src 'none'");
        }
        String absent = membership
                .get("nz.focal", path.substring(0, path.length() - 36) + "00000000-0000-4000-8000-000000000000")
                .body();
        for (String stranger : List.of("nz.focal", "nz.head", "nobody")) {
            HttpResponse<String> read = membership.get(stranger, path);
            assertThat(read.statusCode()).as(stranger).isEqualTo(404);
            assertThat(read.body().replaceAll("[0-9a-f]{8}-[0-9a-f-]+", ""))
                    .isEqualTo(absent.replaceAll("[0-9a-f]{8}-[0-9a-f-]+", ""));
        }
        assertThat(membership.get(null, path).statusCode()).isEqualTo(404);
        String file = json(kept).path("file").asString();
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(noted(file))
                        .containsExactlyInAnyOrder(
                                "th.focal 200",
                                "th.head 200",
                                "secretariat 200",
                                "au.cochair 200",
                                "auditor 200",
                                "nz.focal 404",
                                "nz.head 404",
                                "nobody 404"));
    }

    private List<String> noted(String file) {
        return json(membership.get("operator", "/api/membership/access-log"))
                .path("items")
                .valueStream()
                .filter(e -> e.path("operation").asString().equals("ReadFile"))
                .filter(e -> e.path("thing").asString().equals(file))
                .map(e -> e.path("subject").asString() + " " + e.path("answer").asInt())
                .toList();
    }

    @Test
    void the_largest_file_is_kept_in_its_pieces() {
        byte[] image = Specimens.png("x".repeat((5 << 20) - Specimens.png("").length));
        assertThat(image).hasSize(5 << 20);
        HttpResponse<String> kept = upload("th.head", body("scan.png", "image/png", image), membership.key());
        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
        String path = "/api/membership/files/" + json(kept).path("file").asString();
        assertThat(membership.get("th.head", path).body().getBytes(ISO_8859_1)).isEqualTo(image);
        membership.database().getCollection("files.files").deleteMany(new org.bson.Document("length", image.length));
        List.of("files.files", "files.chunks", "bodies.files", "bodies.files.waiting")
                .forEach(c -> membership.database().getCollection(c).deleteMany(new org.bson.Document()));
        files = 0;
    }

    private HttpResponse<String> upload(@Nullable String user, byte[] body, @Nullable String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(membership.uri("/api/membership/files"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return membership.send(user, request);
    }

    private byte[] body(String name, String type, byte[] file) {
        return joined(
                field("forum", membership.forum),
                field("party", "th"),
                part("file", name, type, file),
                bytes("--" + BOUNDARY + "--\r\n"));
    }

    private static byte[] field(String name, String value) {
        return bytes(
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
    }

    private static byte[] part(String field, String name, String type, byte[] file) {
        String header = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\""
                + name + "\"\r\nContent-Type: " + type + "\r\n\r\n";
        return joined(header.getBytes(java.nio.charset.StandardCharsets.UTF_8), file, bytes("\r\n"));
    }
}
