package org.plenary.infra.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Signing keys of the two co-chairs' offices for demonstrations, marked as such wherever they show: this machine holds
 * both, which no real office would allow.
 */
public final class DemonstrationKeys {
    private final Path dir;

    /** In the data directory's folder; made at first use. */
    public DemonstrationKeys(Path dir) {
        this.dir = dir;
    }

    /** The id of a party's demonstration key. */
    public static String kid(String party) {
        return party + "-demonstration-1";
    }

    /** The public key, 32 bytes in base64. */
    public String publicKey(String party) {
        return lines(party).get(0);
    }

    /** A detached JWS over the payload (RFC 7515, appendix F; RFC 8037). */
    public String sign(String party, byte[] payload) {
        try {
            byte[] pkcs8 = Base64.getDecoder().decode(lines(party).get(1));
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
            String header = url.encodeToString(
                    ("{\"alg\":\"EdDSA\",\"kid\":\"" + kid(party) + "\"}").getBytes(StandardCharsets.UTF_8));
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update((header + "." + url.encodeToString(payload)).getBytes(StandardCharsets.US_ASCII));
            return header + ".." + url.encodeToString(ed25519.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The founding data's entry for a party's key. */
    public Map<String, Object> entry(String party) {
        return Map.of("party", party, "kid", kid(party), "publicKey", publicKey(party), "demonstration", true);
    }

    private synchronized List<String> lines(String party) {
        Path file = dir.resolve(party + ".key");
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(dir);
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                byte[] encoded = pair.getPublic().getEncoded();
                byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
                Path next = dir.resolve(party + ".next");
                Files.deleteIfExists(next);
                Files.createFile(
                        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Base64.Encoder base64 = Base64.getEncoder();
                Files.write(
                        next,
                        List.of(
                                base64.encodeToString(raw),
                                base64.encodeToString(pair.getPrivate().getEncoded())));
                Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
