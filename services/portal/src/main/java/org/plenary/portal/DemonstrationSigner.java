package org.plenary.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.plenary.kernel.json.Json;
import org.springframework.stereotype.Component;

/** Signs with the marked demonstration keys, where this machine holds them; nowhere else does the portal hold a key. */
@Component
class DemonstrationSigner {
    private final PortalProperties properties;

    DemonstrationSigner(PortalProperties properties) {
        this.properties = properties;
    }

    /** Whether there is a demonstration key of the party. */
    boolean holds(String party) {
        return properties.demoKeys() != null && party.matches("[a-z-]{1,20}") && Files.exists(file(party));
    }

    private Path file(String party) {
        return Path.of(String.valueOf(properties.demoKeys()), party + ".key");
    }

    /** The body of {@code SignDocument} with a detached JWS over the text (RFC 7515, appendix F). */
    String body(String party, String hash, String text) {
        if (!holds(party)) {
            throw new IllegalStateException("no demonstration key of " + party);
        }
        try {
            List<String> lines = Files.readAllLines(file(party));
            String kid = party + "-demonstration-1";
            Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
            String header = url.encodeToString(
                    ("{\"alg\":\"EdDSA\",\"kid\":\"" + kid + "\"}").getBytes(StandardCharsets.UTF_8));
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(1)))));
            ed25519.update((header + "." + url.encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                    .getBytes(StandardCharsets.US_ASCII));
            String jws = header + ".." + url.encodeToString(ed25519.sign());
            return Json.write(Map.of("hash", hash, "kid", kid, "signature", jws));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
