package org.plenary.infra.journey;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.WitnessPolicy;

/** What anybody can take away and check without a server: receipts, proofs beside texts, a whole conference. */
final class ProofScene {
    private final Stage stage;
    private final String vkey;

    ProofScene(Stage stage) {
        this.stage = stage;
        this.vkey = stage.log("vkey").strip();
    }

    /** The submitter's receipt is open, everybody else's closed; both verify. */
    void receipt(String submitter, String other, String item) {
        String path = "/api/record/receipts/" + item + "/1";
        ProofBundle receipt = ProofBundle.parse(stage.got(submitter, path).body());
        stage.holds(
                "the submitter keeps a receipt that verifies without a server",
                verifies(receipt) && receipt.opening().isPresent());
        stage.holds(
                "another's copy of it verifies, and tells nothing",
                verifies(closed(other, path)) && closed(other, path).opening().isEmpty());
    }

    private ProofBundle closed(String reader, String path) {
        return ProofBundle.parse(stage.got(reader, path).body());
    }

    /** The proof beside a text speaks of exactly the bytes that anybody downloads. */
    void beside(String line, String path) {
        byte[] text = stage.got(null, path + "/text").body().getBytes(StandardCharsets.UTF_8);
        String where = stage.got(null, path + "/proof").location();
        ProofBundle proof = ProofBundle.parse(stage.got(null, where).body());
        byte[] other = text.clone();
        other[other.length / 2] ^= 1;
        stage.holds(line, verifies(proof) && proof.speaksOf(text) && !proof.speaksOf(other));
    }

    /** A conference is taken away as one file in which every proof verifies. */
    void export(String line, @Nullable String reader, String meeting, String document) {
        List<ProofBundle> proofs = new ArrayList<>();
        boolean text = false;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zip(reader, meeting)))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                byte[] bytes = zip.readAllBytes();
                if (e.getName().endsWith(".proof.json")) {
                    proofs.add(ProofBundle.parse(new String(bytes, StandardCharsets.UTF_8)));
                }
                text |= e.getName().startsWith("events/" + document + "/");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stage.holds(
                line + ": " + proofs.size() + " proofs",
                text && !proofs.isEmpty() && proofs.stream().allMatch(this::verifies));
    }

    private byte[] zip(@Nullable String reader, String meeting) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(stage.api().base() + "/api/record/exports/" + meeting));
        if (reader != null) {
            request.header("Authorization", "Bearer " + stage.api().token(reader));
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new Stage.Surprise("the export was refused: " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean verifies(ProofBundle bundle) {
        if (!bundle.policy().contains(vkey)) {
            return false;
        }
        bundle.verify(WitnessPolicy.parse(bundle.policy()));
        return true;
    }
}
