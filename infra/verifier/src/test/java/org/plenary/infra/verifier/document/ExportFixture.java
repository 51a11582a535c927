package org.plenary.infra.verifier.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.Result;
import org.plenary.infra.verifier.SignedLog;
import org.plenary.infra.verifier.log.Entry;
import org.plenary.tlog.Hashing;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The files of an export and their list of contents, as a test changes them. */
abstract class ExportFixture {
    static final Proofs PROOFS = new Proofs();
    static final Optional<Keys> GIVEN =
            Optional.of(Keys.parse(SignedLog.SIGNERS.policy().getBytes(UTF_8), Keys.Source.GIVEN));

    @TempDir
    Path dir;

    /** Two streams of the log and the published text. */
    static Map<String, byte[]> good() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("README.txt", "What this is".getBytes(UTF_8));
        files.put("checkpoint", PROOFS.note().getBytes(UTF_8));
        files.put("policy", SignedLog.SIGNERS.policy().getBytes(UTF_8));
        files.put("vkey", (SignedLog.SIGNERS.logKey().vkey() + "\n").getBytes(UTF_8));
        files.put("files/text.json", Proofs.TEXT);
        files.put("files/text.json.proof.json", PROOFS.ofText().encoded().getBytes(UTF_8));
        for (int i = 0; i < Proofs.INDEX; i++) {
            int index = i;
            Entry.read(PROOFS.log.entries.get(i))
                    .event()
                    .filter(e -> e.stream().matches("meeting-[27]"))
                    .ifPresent(e -> files.put(
                            "events/" + e.stream() + "/" + e.version() + ".proof.json",
                            PROOFS.receipt(index, index % 2 == 0).encoded().getBytes(UTF_8)));
        }
        return files;
    }

    static byte[] manifest(Map<String, byte[]> files) {
        ObjectNode manifest = Json.object()
                .put("schema", "plenary-export-v1")
                .put("meeting", "meeting-2")
                .put("title", "Ninth Ministerial Conference")
                .put("madeAt", "2027-01-21T00:00:00Z")
                .put("rule", "Everything that the reader may see.");
        manifest.putObject("madeFor").put("subject", "u-1").put("unit", "au");
        manifest.putObject("log")
                .put("origin", SignedLog.ORIGIN)
                .put("size", Proofs.SIZE)
                .put("root", Base64.getEncoder().encodeToString(PROOFS.log.root(Proofs.SIZE)));
        ArrayNode streams = manifest.putArray("streams");
        for (String stream : List.of("meeting-2", "meeting-7")) {
            long events = files.keySet().stream()
                    .filter(f -> f.startsWith("events/" + stream + "/"))
                    .count();
            streams.addObject().put("stream", stream).put("events", events);
        }
        ArrayNode lines = manifest.putArray("files");
        files.forEach((path, bytes) -> lines.addObject()
                .put("path", path)
                .put("size", bytes.length)
                .put("sha256", HexFormat.of().formatHex(Hashing.sha256(bytes))));
        manifest.putArray("leftOut");
        return Json.write(manifest).getBytes(UTF_8);
    }

    Path zip(Map<String, byte[]> files, byte[] manifest) throws IOException {
        Path zip = dir.resolve("export.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            Map<String, byte[]> all = new LinkedHashMap<>(files);
            all.put("manifest.json", manifest);
            for (Map.Entry<String, byte[]> file : all.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return zip;
    }

    static Result judge(Path zip) {
        return judge(GIVEN, zip);
    }

    static Result judge(Optional<Keys> keys, Path zip) {
        InstantSource clock = InstantSource.fixed(SignedLog.SEEN.plusSeconds(60));
        return new Documents(new DocumentCheck(keys, clock))
                .judge(List.of(zip))
                .getFirst()
                .result();
    }

    void fails(Fault fault, Map<String, byte[]> files, byte[] manifest) throws IOException {
        Result result = judge(zip(files, manifest));
        assertThat(result.json().path("fault").asString()).isEqualTo(fault.slug());
    }
}
