package org.plenary.infra.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.witness.WitnessServer;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.WitnessKey;

/** The embedded default's three witnesses, as the record is told of them. */
class WitnessesTest {
    private static final String ORIGIN = "localhost:8080/record";

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String setting(Map<String, String> settings, int witness, String name) {
        return settings.get("plenary.record.witnesses[" + witness + "]." + name);
    }

    private KeyPair recordMakesItsKey() throws Exception {
        return recordMakesItsKey("record-key", ORIGIN);
    }

    /** As the record keeps it: origin, public key and private key, a line each. */
    private KeyPair recordMakesItsKey(String file, String origin) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Base64.Encoder base64 = Base64.getEncoder();
        Files.write(
                dir.resolve(file),
                List.of(
                        origin,
                        base64.encodeToString(
                                LogKey.of(origin, pair.getPublic()).raw()),
                        base64.encodeToString(pair.getPrivate().getEncoded())));
        return pair;
    }

    @Test
    void each_has_a_key_of_its_own_and_cosigns_what_the_record_signs_with_the_key_it_makes_later() throws Exception {
        DataDirectory data = new DataDirectory(dir);
        try (WitnessServer server = Witnesses.start(data, 0, 8080)) {
            KeyPair log = recordMakesItsKey();
            Map<String, String> settings = Witnesses.settings(data, server.port());
            assertThat(settings).containsEntry("plenary.record.quorum", "2");
            String body = new Checkpoint(ORIGIN, 0, Hashing.empty()).body();
            SignedNote note = SignedNote.sign(body, LogKey.of(ORIGIN, log.getPublic()), log.getPrivate());
            Set<String> keys = new HashSet<>();
            for (int i = 0; i < Witnesses.NAMES.size(); i++) {
                String name = Witnesses.NAMES.get(i);
                WitnessKey key = WitnessKey.parse(setting(settings, i, "vkey"));
                keys.add(HexFormat.of().formatHex(key.raw()));
                assertThat(setting(settings, i, "name")).isEqualTo(name);
                assertThat(key.name()).isEqualTo("localhost:8080/record/witness/" + name);
                assertThat(setting(settings, i, "where")).contains("on the machine of the log itself");
                HttpResponse<String> answer =
                        ask(HttpRequest.newBuilder(URI.create(setting(settings, i, "url") + "/add-checkpoint"))
                                .POST(HttpRequest.BodyPublishers.ofString("old 0\n\n" + note.encoded())));
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(key.cosigned(SignedNote.parse(note.encoded() + answer.body())))
                        .isPresent();
            }
            assertThat(keys).hasSize(3);
        }
    }

    @Test
    void names_keys_and_memories_stay_where_the_port_changes() throws Exception {
        DataDirectory data = new DataDirectory(dir);
        recordMakesItsKey();
        List<String> first;
        try (WitnessServer server = Witnesses.start(data, 0, 9090)) {
            first = vkeys(Witnesses.settings(data, server.port()));
        }
        try (WitnessServer server = Witnesses.start(data, 0, 7070)) {
            Map<String, String> settings = Witnesses.settings(data, server.port());
            assertThat(vkeys(settings)).isEqualTo(first).allMatch(k -> k.startsWith(ORIGIN + "/witness/"));
            String hash = HexFormat.of().formatHex(Hashing.sha256(ORIGIN.getBytes(StandardCharsets.UTF_8)));
            assertThat(ask(HttpRequest.newBuilder(URI.create(setting(settings, 0, "url") + "/" + hash + "/checkpoint")))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private int submitted(Map<String, String> settings, String origin, KeyPair key, long old, Checkpoint head)
            throws Exception {
        SignedNote note = SignedNote.sign(head.body(), LogKey.of(origin, key.getPublic()), key.getPrivate());
        return ask(HttpRequest.newBuilder(URI.create(setting(settings, 0, "url") + "/add-checkpoint"))
                        .POST(HttpRequest.BodyPublishers.ofString("old " + old + "\n\n" + note.encoded())))
                .statusCode();
    }

    @Test
    void the_key_of_a_log_that_continues_is_known_as_soon_as_the_record_makes_it_and_the_old_logs_memory_stays()
            throws Exception {
        DataDirectory data = new DataDirectory(dir);
        KeyPair first = recordMakesItsKey();
        String next = ORIGIN + "/log2";
        try (WitnessServer server = Witnesses.start(data, 0, 8080)) {
            Map<String, String> settings = Witnesses.settings(data, server.port());
            Checkpoint ended = new Checkpoint(ORIGIN, 7, new byte[32]);
            assertThat(submitted(settings, ORIGIN, first, 0, ended)).isEqualTo(200);
            Checkpoint begun = new Checkpoint(next, 2, new byte[32]);
            assertThat(submitted(settings, next, first, 0, begun))
                    .as("nobody's")
                    .isEqualTo(404);
            Files.writeString(dir.resolve("record-key-2.next"), "half");
            KeyPair second = recordMakesItsKey("record-key-2", next);
            assertThat(submitted(settings, next, first, 0, begun))
                    .as("of another log")
                    .isEqualTo(403);
            assertThat(submitted(settings, next, second, 0, begun)).isEqualTo(200);
            recordMakesItsKey("record-key-10", ORIGIN + "/log10");
            assertThat(submitted(settings, next, second, 0, begun))
                    .as("is remembered")
                    .isEqualTo(409);
            assertThat(submitted(settings, ORIGIN, first, 0, ended))
                    .as("is remembered")
                    .isEqualTo(409);
            assertThat(submitted(settings, ORIGIN, first, 7, ended)).isEqualTo(200);
        }
        try (WitnessServer server = Witnesses.start(data, 0, 8080)) {
            assertThat(vkeys(Witnesses.settings(data, server.port())))
                    .allMatch(k -> k.startsWith(ORIGIN + "/witness/"));
        }
    }

    private static List<String> vkeys(Map<String, String> settings) {
        return List.of(setting(settings, 0, "vkey"), setting(settings, 1, "vkey"), setting(settings, 2, "vkey"));
    }
}
