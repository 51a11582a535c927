package org.plenary.infra.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.plenary.infra.local.PublicApi;
import org.plenary.infra.verifier.Verifier;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.WitnessPolicy;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** The record goes on in another log: an operator has its key made and proposes it, and both keyholders consent. */
final class NewOrigin {
    private final PublicApi api;
    private final String forum;

    NewOrigin(PublicApi api) {
        this.api = api;
        this.forum = api.get(null, "/api/membership/forums")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
    }

    void play() throws Exception {
        receipt(forum + "/1", "/record/");
        assertThat(api.get(null, "/record/successor").status()).isEqualTo(404);
        assertThat(api.get(null, "/record/log2/checkpoint").status()).isEqualTo(404);
        assertThat(api.post("au.cochair", "/api/record/log/next-key", Map.of(), "next-key-1", null)
                        .status())
                .isEqualTo(403);
        PublicApi.Answer made = api.post("operator", "/api/record/log/next-key", Map.of(), "next-key-2", null);
        assertThat(made.status()).isEqualTo(200);
        order(made.json());

        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> api.get(null, "/record/log2/checkpoint").ok());
        LogKey key = LogKey.parse(made.json().path("vkey").asString());
        assertThat(api.get(null, "/record/log2/vkey").body().strip()).isEqualTo(key.vkey());
        assertThat(api.get(null, "/record/successor").body())
                .isEqualTo(key.vkey() + "\n" + api.base() + "/record/log2\n");
        String ended = api.get(null, "/record/checkpoint").body();
        after();
        receipt(forum + "/1", "/record/");
        assertThat(api.get(null, "/record/checkpoint").body()).isEqualTo(ended);
        exported();
    }

    /** A conference of before is verified by the new log's policy alone, though its events stand in the old log. */
    private void exported() throws Exception {
        String meeting = api.get(null, "/api/meeting/meetings?limit=1&forum=" + forum)
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        Path dir = Files.createTempDirectory("export");
        Path policy = dir.resolve("policy");
        Path zip = dir.resolve("export.zip");
        try (HttpClient http = HttpClient.newHttpClient()) {
            Files.writeString(policy, api.get(null, "/record/log2/policy").body());
            HttpRequest asked = HttpRequest.newBuilder(URI.create(api.base() + "/api/record/exports/" + meeting))
                    .build();
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> http.send(asked, HttpResponse.BodyHandlers.ofFile(zip))
                                    .statusCode()
                            == 200);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PrintStream said = new PrintStream(out, true, StandardCharsets.UTF_8);
            String[] args = {"verify", zip.toString(), "--policy", policy.toString(), "--json"};
            int code = Verifier.run(said, said, InstantSource.system(), dir.resolve("state"), args);
            assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("\"outcome\":\"verified\"", "\"continuedLogs\":[\"");
        } finally {
            FileSystemUtils.deleteRecursively(dir);
        }
    }

    /** What is done under the new log is proved by it, and the witnesses cosign it. */
    void after() {
        Map<String, Object> draft = Map.of("forum", forum, "title", "In the next log", "sources", List.of());
        PublicApi.Answer drafted =
                api.post("secretariat", "/api/outcomes/imported-documents", draft, "after-" + System.nanoTime(), null);
        assertThat(drafted.status()).isEqualTo(201);
        String path = drafted.json().path("stream").asString() + "/1";
        receipt(path, "/record/log2/");
    }

    private void order(JsonNode made) {
        Map<String, Object> order = new LinkedHashMap<>();
        for (String name : List.of("log", "origin", "vkey")) {
            order.put(name, made.path(name).asString());
        }
        order.put("reason", "A drill: the key is to be of this year.");
        String at = "/api/membership/forums/" + forum;
        PublicApi.Answer proposed = api.post("operator", at + "/propose-log-origin", order, "log-origin-1", null);
        assertThat(proposed.status()).as(proposed.body()).isEqualTo(200);
        for (String keyholder : List.of("au.cochair", "id.cochair")) {
            PublicApi.Answer shown = api.get(keyholder, at);
            JsonNode proposal = null;
            for (JsonNode p : shown.json().path("proposals")) {
                proposal = p.toString().contains(made.path("vkey").asString()) ? p : proposal;
            }
            assertThat(proposal).as(shown.body()).isNotNull();
            Map<String, Object> consent = Map.of(
                    "proposal",
                    proposal.path("proposal").asString(),
                    "hash",
                    proposal.path("hash").asString());
            PublicApi.Answer answer =
                    api.post(keyholder, at + "/consent", consent, "consent-" + keyholder, shown.etag());
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
        assertThat(api.get(null, at).json().path("logOrigins").path(0).path("vkey"))
                .isEqualTo(made.path("vkey"));
    }

    /**
     * The receipt of an event verifies, by the key and the witnesses of the log below this prefix. An event just
     * recorded has none until a checkpoint holds it, and a record that has just started gives none until it has heard
     * the redactions: until then it answers 404 or 503.
     */
    private void receipt(String event, String prefix) {
        PublicApi.Answer receipt = await().atMost(60, TimeUnit.SECONDS)
                .until(() -> api.get("secretariat", "/api/record/receipts/" + event), PublicApi.Answer::ok);
        ProofBundle bundle = ProofBundle.parse(receipt.body());
        String policy = api.get(null, prefix + "policy").body();
        bundle.verify(WitnessPolicy.parse(policy));
        SignedNote note = SignedNote.parse(api.get(null, prefix + "checkpoint").body());
        assertThat(WitnessPolicy.parse(policy).judge(note).quorum()).isTrue();
        assertThat(bundle.proof().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
        assertThat(bundle.proof()).contains("\n" + Checkpoint.parse(note.text()).origin() + "\n");
    }
}
