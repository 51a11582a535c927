package org.plenary.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.plenary.kernel.json.Json;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TlogProof;
import org.plenary.tlog.WitnessPolicy;
import tools.jackson.databind.JsonNode;

/** An export, verified step by step as {@code contracts/record/export.md} says. */
final class Exported {
    final Map<String, byte[]> files = new LinkedHashMap<>();
    final Map<String, ProofBundle> bundles = new LinkedHashMap<>();
    final JsonNode manifest;

    Exported(byte[] zip) throws IOException {
        List<String> order = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                assertThat(files.put(e.getName(), in.readAllBytes()))
                        .as(e.getName())
                        .isNull();
                order.add(e.getName());
            }
        }
        assertThat(order.getFirst()).isEqualTo("README.txt");
        assertThat(order.getLast()).isEqualTo("manifest.json");
        manifest = Json.tree(new String(files.get("manifest.json"), UTF_8));
        everyFileStandsInTheManifest();
        everyProofLeadsToTheCheckpoint();
        everyStreamIsWhole();
        everyDocumentIsWhatItsProofSays();
    }

    private void everyFileStandsInTheManifest() {
        Set<String> listed = new TreeSet<>();
        for (JsonNode f : manifest.path("files")) {
            byte[] bytes = files.get(f.path("path").asString());
            assertThat(bytes).as(f.toString()).isNotNull();
            assertThat(f.path("size").asInt()).isEqualTo(bytes.length);
            assertThat(f.path("sha256").asString()).isEqualTo(HexFormat.of().formatHex(Hashing.sha256(bytes)));
            assertThat(f.path("path").asString())
                    .matches("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");
            listed.add(f.path("path").asString());
        }
        Set<String> held = new TreeSet<>(files.keySet());
        held.remove("manifest.json");
        assertThat(held).isEqualTo(listed);
    }

    private void everyProofLeadsToTheCheckpoint() {
        String note = text("checkpoint");
        WitnessPolicy policy = WitnessPolicy.parse(text("policy"));
        Checkpoint head = policy.judge(SignedNote.parse(note)).checkpoint();
        assertThat(head.size()).isEqualTo(manifest.at("/log/size").asLong());
        assertThat(head.origin()).isEqualTo(manifest.at("/log/origin").asString());
        files.forEach((path, bytes) -> {
            if (path.endsWith(".proof.json")) {
                ProofBundle bundle = ProofBundle.parse(new String(bytes, UTF_8));
                bundle.verify(policy);
                assertThat(TlogProof.parse(bundle.proof()).checkpoint()).isEqualTo(note);
                assertThat(bundle.policy()).isEqualTo(text("policy"));
                bundles.put(path, bundle);
            }
        });
    }

    private void everyStreamIsWhole() {
        for (JsonNode s : manifest.path("streams")) {
            long before = -1;
            for (int v = 1; v <= s.path("events").asInt(); v++) {
                String stream = s.path("stream").asString();
                ProofBundle bundle = bundles.get("events/" + stream + "/" + v + ".proof.json");
                JsonNode leaf = Json.tree(bundle.leaf());
                assertThat(leaf.path("id").asString()).isEqualTo(stream + "@" + v);
                long index = TlogProof.parse(bundle.proof()).index();
                assertThat(index).isGreaterThan(before);
                before = index;
            }
        }
    }

    private void everyDocumentIsWhatItsProofSays() {
        for (JsonNode f : manifest.path("files")) {
            if (f.has("proof")) {
                byte[] bytes = files.get(f.path("path").asString());
                assertThat(bundles.get(f.path("proof").asString()).speaksOf(bytes))
                        .as(f.toString())
                        .isTrue();
            }
        }
    }

    String text(String path) {
        return new String(files.get(path), UTF_8);
    }

    /** The streams that are in. */
    Set<String> streams() {
        Set<String> streams = new TreeSet<>();
        manifest.path("streams").forEach(s -> streams.add(s.path("stream").asString()));
        return streams;
    }

    /** Whether an event that is in is opened. */
    boolean opened(String id) {
        ProofBundle bundle = bundles.get("events/" + id.replace('@', '/') + ".proof.json");
        assertThat(bundle).as(id).isNotNull();
        return bundle.opening().isPresent();
    }
}
