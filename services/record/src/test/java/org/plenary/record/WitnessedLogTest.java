package org.plenary.record;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.witness.KnownLogs;
import org.plenary.infra.witness.Witness;
import org.plenary.infra.witness.WitnessServer;
import org.plenary.kernel.json.Json;
import org.plenary.record.RunningRecord.By;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TlogProof;
import org.plenary.tlog.WitnessPolicy;

/** The service as it runs, with a real broker and three witnesses: what is said stands under a witnessed checkpoint. */
class WitnessedLogTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void an_event_comes_under_a_checkpoint_that_its_policy_accepts_and_is_served_to_anybody(@TempDir Path dir)
            throws Exception {
        KeyFile key = KeyFile.openOrMake(dir.resolve("record-key"), "localhost/record");
        Map<String, Witness> witnesses = new LinkedHashMap<>();
        for (String name : List.of("au", "id", "third")) {
            witnesses.put(
                    "/" + name,
                    Witness.open(
                            dir.resolve("key-" + name),
                            dir.resolve("memory-" + name),
                            "localhost/witness/" + name,
                            KnownLogs.of(List.of(key.key())),
                            InstantSource.system()));
        }
        try (WitnessServer server =
                        WitnessServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), witnesses);
                RunningRecord record = new RunningRecord(dir, settings(server, witnesses))) {
            String id = record.says(
                    "meeting", "meeting-1", "MeetingProposed", new By("id.cochair", "public"), Map.of("title", "T"));
            record.recorded(id);
            await().atMost(60, SECONDS)
                    .until(() -> get(record, "/record/proof/meeting-1/1").statusCode() == 200);
            TlogProof proof =
                    TlogProof.parse(get(record, "/record/proof/meeting-1/1").body());
            HttpResponse<String> policy = get(record, "/record/policy");
            assertThat(policy.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(policy.body()).contains("# au runs in the office of Australia\n");
            WitnessPolicy.Verdict verdict =
                    WitnessPolicy.parse(policy.body()).judge(SignedNote.parse(proof.checkpoint()));
            assertThat(verdict.quorum()).isTrue();
            assertThat(verdict.log().vkey()).isEqualTo(key.key().vkey());

            HttpResponse<String> head = send(record, "HEAD", "/record/checkpoint", null);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
            assertThat(head.headers().firstValue("Cache-Control")).hasValue("max-age=1");
            String tile = "/record/tile/0/000.p/1";
            await().atMost(60, SECONDS).until(() -> get(record, tile).statusCode() == 200);
            HttpResponse<String> bytes = send(record, "GET", tile, "gzip");
            assertThat(bytes.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
            assertThat(bytes.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(bytes.headers().firstValue("ETag")).isPresent();
            assertThat(get(record, "/record/tile/0/001.p/1").statusCode()).isEqualTo(404);

            var state = Json.tree(get(record, "/api/record/log").body());
            assertThat(state.path("refuses").asBoolean()).isFalse();
            assertThat(state.path("alarm").asString()).isEmpty();
            assertThat(state.path("witnesses").size()).isEqualTo(3);
        }
    }

    private static String[] settings(WitnessServer server, Map<String, Witness> witnesses) {
        List<String> settings = new ArrayList<>(List.of("plenary.record.quorum=2"));
        witnesses.forEach((prefix, w) -> {
            String setting = "plenary.record.witnesses[" + (settings.size() - 1) / 4 + "].";
            settings.add(setting + "name=" + prefix.substring(1));
            settings.add(setting + "vkey=" + w.vkey());
            settings.add(setting + "url=http://127.0.0.1:" + server.port() + prefix);
            settings.add(setting + "where=" + (prefix.equals("/au") ? "in the office of Australia" : ""));
        });
        return settings.toArray(String[]::new);
    }

    private static HttpResponse<String> get(RunningRecord record, String path) throws Exception {
        return send(record, "GET", path, null);
    }

    private static HttpResponse<String> send(
            RunningRecord record, String method, String path, @Nullable String encoding) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(record.base() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (encoding != null) {
            request.header("Accept-Encoding", encoding);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
