package org.plenary.infra.verifier.office;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.WrongUsage;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** An office makes its key and signs where it likes, and the page takes what it made. */
class OfficeTest {
    @TempDir
    Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream to = new PrintStream(out, true, UTF_8);
    private final PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), true, UTF_8);

    private String said(Object command, String... args) {
        out.reset();
        assertThat(new CommandLine(command).execute(args)).isZero();
        return out.toString(UTF_8).strip();
    }

    private static JsonNode example() throws Exception {
        try (InputStream in =
                OfficeTest.class.getResourceAsStream("/contracts/record/examples/office-signature.v1.json")) {
            return Json.read(new String(in.readAllBytes(), UTF_8)).orElseThrow();
        }
    }

    @Test
    void a_key_is_made_signs_and_its_signature_is_checked() throws Exception {
        Path file = dir.resolve("office.key");
        JsonNode made = Json.read(
                        said(new KeyCommand(to, nowhere), "make", "--name", "au-office-1", "--out", file + ""))
                .orElseThrow();
        assertThat(made.path("kid").asString()).isEqualTo("au-office-1");
        assertThat(made.path("publicKey").asString()).matches("[A-Za-z0-9+/]{43}=");
        assertThat(made.path("demonstration").asBoolean()).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Path text = Files.writeString(dir.resolve("text"), "We met.");
        String jws = said(new SignCommand(to, nowhere), "--key", file + "", text + "");
        assertThat(jws).matches("[A-Za-z0-9_-]+\\.\\.[A-Za-z0-9_-]+");
        String[] check = {
            "--public-key", made.path("publicKey").asString(), "--name", "au-office-1", "--signature", jws, text + ""
        };
        assertThat(said(new CheckSignatureCommand(to), check)).startsWith("VERIFIED");
        Files.writeString(text, "We met!");
        assertThat(new CommandLine(new CheckSignatureCommand(to)).execute(check))
                .isEqualTo(1);
    }

    @Test
    void the_contracts_example_is_signed_to_the_letter() throws Exception {
        JsonNode example = example();
        Path file = dir.resolve("office.key");
        Files.writeString(file, example.path("keyFile").asString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        byte[] text = example.path("text").asString().getBytes(UTF_8);
        assertThat(OfficeKey.read(file).sign(text))
                .isEqualTo(example.path("signature").asString());
        DetachedSignature.verify(
                example.path("signature").asString(),
                text,
                example.path("publicKey").asString(),
                example.path("kid").asString());
    }

    /** RFC 8037, appendix A.4, detached. */
    @Test
    void the_signature_of_the_standards_example_is_the_keys() {
        byte[] payload = "Example of Ed25519 signing".getBytes(UTF_8);
        String publicKey = Base64.getEncoder()
                .encodeToString(Base64.getUrlDecoder().decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
        String jws =
                "eyJhbGciOiJFZERTQSJ9..hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        // It names no key, so it passes for no registered one, though its signature is right.
        assertThatThrownBy(() -> DetachedSignature.verify(jws, payload, publicKey, "a"))
                .isInstanceOfSatisfying(
                        NotVerified.class, e -> assertThat(e.expected()).contains("the key a"));
        DetachedSignature.verify(jws, payload, publicKey, "");
    }

    @Test
    void nothing_but_this_keys_signature_over_this_text_passes() throws Exception {
        JsonNode e = example();
        String jws = e.path("signature").asString();
        byte[] text = e.path("text").asString().getBytes(UTF_8);
        String key = e.path("publicKey").asString();
        String kid = e.path("kid").asString();
        String header = jws.substring(0, jws.indexOf('.'));
        for (String bad : new String[] {
            "",
            "..",
            jws.replace("..", "."),
            jws + ".",
            jws.substring(0, jws.length() - 2),
            jws.replace(header, header("{\"alg\":\"none\",\"kid\":\"" + kid + "\"}")),
            jws.replace(header, header("{\"alg\":\"EdDSA\",\"kid\":\"" + kid + "\",\"crit\":[\"b64\"],\"b64\":false}")),
            jws.replace(header, header("{\"alg\":\"EdDSA\"}")),
            jws.replace(header, header("nothing")),
            jws.replace(header, "!!")
        }) {
            assertThatThrownBy(() -> DetachedSignature.verify(bad, text, key, kid))
                    .as(bad)
                    .isInstanceOf(NotVerified.class);
        }
        assertThatThrownBy(() -> DetachedSignature.verify(jws, text, key, kid + "1"))
                .isInstanceOf(NotVerified.class);
        String other = Base64.getEncoder().encodeToString(new byte[32]);
        assertThatThrownBy(() -> DetachedSignature.verify(jws, text, other, kid))
                .isInstanceOf(NotVerified.class);
        assertThatThrownBy(() -> DetachedSignature.verify(jws, text, "AAAA", kid))
                .isInstanceOf(WrongUsage.class);
    }

    private static String header(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    @Test
    void a_key_is_never_overwritten_and_never_used_where_others_can_read_it() throws Exception {
        Path file = dir.resolve("office.key");
        OfficeKey key = OfficeKey.make("id-office-1", file);
        assertThat(key.toString())
                .doesNotContain(Base64.getEncoder().encodeToString(key.secret().getEncoded()));
        assertThatThrownBy(() -> OfficeKey.make("id-office-1", file))
                .isInstanceOf(WrongUsage.class)
                .hasMessageContaining("never overwritten");
        assertThat(OfficeKey.read(file).publicKey()).isEqualTo(key.publicKey());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> OfficeKey.read(file))
                .isInstanceOf(WrongUsage.class)
                .hasMessageContaining("chmod 600");
    }
}
