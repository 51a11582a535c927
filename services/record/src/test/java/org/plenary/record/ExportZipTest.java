package org.plenary.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

class ExportZipTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ExportZip zip = new ExportZip(out, Instant.EPOCH);

    @Test
    void what_was_not_written_to_its_end_does_not_open(@TempDir Path dir) throws Exception {
        zip.text("README.txt", "words");
        Path cut = Files.write(dir.resolve("cut.zip"), out.toByteArray());
        assertThatThrownBy(() -> new ZipFile(cut.toFile())).isInstanceOf(ZipException.class);
    }

    @Test
    void the_manifest_lists_every_file_and_ends_it(@TempDir Path dir) throws Exception {
        zip.text("README.txt", "words");
        zip.event("events/item-1/1.proof.json", "{}", "item-1", 1, 41, "open");
        zip.manifest("{\"schema\":\"plenary-export-v1\"}");
        Path whole = Files.write(dir.resolve("whole.zip"), out.toByteArray());
        try (ZipFile opened = new ZipFile(whole.toFile())) {
            byte[] manifestBytes =
                    opened.getInputStream(opened.getEntry("manifest.json")).readAllBytes();
            JsonNode manifest = Json.tree(new String(manifestBytes, UTF_8));
            assertThat(manifest.path("files").size()).isEqualTo(2);
            assertThat(manifest.at("/files/0").has("stream")).isFalse();
            assertThat(manifest.at("/files/1/index").asInt()).isEqualTo(41);
        }
    }
}
