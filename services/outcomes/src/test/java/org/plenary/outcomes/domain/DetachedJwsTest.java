package org.plenary.outcomes.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** What an office signs with the verifier's jar is taken here: both are held to one example in the contracts. */
class DetachedJwsTest {
    @Test
    void the_verifiers_signature_is_taken_and_no_other() throws Exception {
        try (InputStream in = getClass().getResourceAsStream("/contracts/record/examples/office-signature.v1.json")) {
            JsonNode example = Json.tree(new String(in.readAllBytes(), UTF_8));
            String jws = example.path("signature").asString();
            byte[] text = example.path("text").asString().getBytes(UTF_8);
            String key = example.path("publicKey").asString();
            String kid = example.path("kid").asString();
            assertThat(DetachedJws.verifies(jws, text, key, kid)).isTrue();
            assertThat(DetachedJws.verifies(jws, text, key, kid + "1")).isFalse();
            text[0] ^= 1;
            assertThat(DetachedJws.verifies(jws, text, key, kid)).isFalse();
        }
    }
}
