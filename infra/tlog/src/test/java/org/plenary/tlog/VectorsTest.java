package org.plenary.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The public inclusion and consistency vectors of transparency-dev/merkle, from the folder named to the build. */
class VectorsTest {
    private static List<JsonNode> vectors(String kind) throws IOException {
        String folder = System.getProperty("plenary.vectors", "");
        if (folder.isBlank() || folder.startsWith("$")) {
            String why = "SKIPPED: no folder of public vectors is named (-Dplenary.vectors=...)";
            System.err.println(why);
            Assumptions.abort(why);
        }
        List<JsonNode> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(folder, kind))) {
            for (Path p : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                found.add(StrictJson.tree(Files.readString(p)));
            }
        }
        return found;
    }

    /** Unsigned in the vectors; what does not fit a long is negative here, and refused. */
    private static long number(JsonNode v, String member) {
        return v.path(member).bigIntegerValue().longValue();
    }

    private static byte[] bytes(JsonNode n) {
        return n.isString() ? Base64.getDecoder().decode(n.asString()) : new byte[0];
    }

    private static List<byte[]> proof(JsonNode n) {
        List<byte[]> hashes = new ArrayList<>();
        n.path("proof").forEach(h -> hashes.add(bytes(h)));
        return hashes;
    }

    @Test
    void inclusion_vectors_are_judged_as_published() throws IOException {
        List<JsonNode> all = vectors("inclusion");
        assertThat(all).hasSize(98);
        for (JsonNode v : all) {
            boolean holds = Proofs.includes(
                    bytes(v.path("leafHash")),
                    number(v, "leafIdx"),
                    number(v, "treeSize"),
                    proof(v),
                    bytes(v.path("root")));
            assertThat(holds)
                    .as(v.path("desc").asString("") + v)
                    .isEqualTo(!v.path("wantErr").asBoolean());
        }
    }

    /** Size 0 apart: the vectors call a proof from it an error; the witness protocol asks for an empty one. */
    @Test
    void consistency_vectors_are_judged_as_published() throws IOException {
        List<JsonNode> all = vectors("consistency");
        assertThat(all).hasSize(98);
        for (JsonNode v : all) {
            long older = number(v, "size1");
            if (older == 0 && number(v, "size2") > 0) {
                continue;
            }
            boolean holds = Proofs.consistent(
                    older, bytes(v.path("root1")), number(v, "size2"), bytes(v.path("root2")), proof(v));
            assertThat(holds)
                    .as(v.path("desc").asString("") + v)
                    .isEqualTo(!v.path("wantErr").asBoolean());
        }
    }
}
