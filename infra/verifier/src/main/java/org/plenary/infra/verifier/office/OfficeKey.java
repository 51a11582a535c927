package org.plenary.infra.verifier.office;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
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
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plenary.infra.verifier.WrongUsage;

/**
 * The secret key of a co-chair's office, Ed25519, in a file that only its owner reads: PEM (RFC 7468) with the key's
 * id and its public half before it, where other tools pass over them.
 *
 * @param kid the key's id in the register
 * @param publicKey 32 bytes in base64, as the register takes it
 */
public record OfficeKey(String kid, String publicKey, PrivateKey secret) {
    /** What a key may be called: it stands in a JSON header and in the register. */
    static final Pattern KID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");

    private static final int RAW_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Pattern FILE = Pattern.compile("kid: (\\S+)\n"
            + "publicKey: (\\S+)\n"
            + "-----BEGIN PRIVATE KEY-----\n"
            + "([A-Za-z0-9+/=\n"
            + "]+)\n"
            + "-----END PRIVATE KEY-----\n"
            + "?");

    /**
     * Makes a key and writes it to a new file; throws WrongUsage where the file is there or cannot be kept secret.
     */
    static OfficeKey make(String kid, Path file) {
        if (!KID.matcher(kid).matches()) {
            throw new WrongUsage("a key's name has letters, digits, '.', '_' and '-', at most 60");
        }
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            throw new WrongUsage("this system cannot keep a file from others in a way that this command knows;"
                    + " make the key on Linux or macOS");
        }
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length);
            OfficeKey key = new OfficeKey(kid, Base64.getEncoder().encodeToString(raw), pair.getPrivate());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER));
            Files.writeString(file, key.text());
            return key;
        } catch (FileAlreadyExistsException e) {
            throw new WrongUsage(file + " is there already, and a key is never overwritten");
        } catch (IOException e) {
            throw new WrongUsage(file + " cannot be written: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text() {
        String pkcs8 = Base64.getEncoder().encodeToString(secret.getEncoded());
        return "kid: " + kid + "\npublicKey: " + publicKey + "\n-----BEGIN PRIVATE KEY-----\n" + pkcs8
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** Reads a key; throws WrongUsage where it is none, or where others can read it. */
    static OfficeKey read(Path file) {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && !OWNER.containsAll(Files.getPosixFilePermissions(file, new LinkOption[0]))) {
                throw new WrongUsage(
                        "others than its owner can read " + file + ", so it is no secret any more: make a new"
                                + " key, or, if nobody read it, chmod 600 " + file);
            }
            Matcher m = FILE.matcher(Files.readString(file));
            if (!m.matches() || !KID.matcher(m.group(1)).matches()) {
                throw new WrongUsage(file + " is no key that this command made");
            }
            byte[] pkcs8 = Base64.getDecoder().decode(m.group(3));
            PrivateKey secret = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return new OfficeKey(m.group(1), m.group(2), secret);
        } catch (IOException e) {
            throw new WrongUsage(file + " cannot be read: " + e.getMessage());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new WrongUsage(file + " is no key that this command made");
        }
    }

    /** A detached JWS over the bytes: RFC 7515, appendix F, signed by RFC 8037, section 3.1. */
    String sign(byte[] payload) {
        try {
            String header = DetachedSignature.header(kid);
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(secret);
            ed25519.update(DetachedSignature.signingInput(header, payload));
            return header + ".." + DetachedSignature.BASE64URL.encodeToString(ed25519.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The secret stays where it is. */
    @Override
    public String toString() {
        return "OfficeKey[" + kid + ", " + publicKey + "]";
    }
}
