package org.plenary.portal.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How one session's attributes lie in the store: serialized, then sealed (AES-GCM) with a key made from the session's id.
 * The store holds only the id's hash, so a copy of the database opens nobody's tokens, and nothing forged in it is read.
 */
final class Seal {
    /** Nothing else is brought to life from bytes. */
    private static final ObjectInputFilter ALLOWED = ObjectInputFilter.Config.createFilter(
            "maxdepth=24;maxrefs=4000;maxarray=16384;maxbytes=" + SessionStore.BYTES_MAX
                    + ";java.lang.*;java.util.*;java.util.concurrent.*;java.time.*;java.net.URL;java.net.URI"
                    + ";org.springframework.security.authentication.*"
                    + ";org.springframework.security.core.**"
                    + ";org.springframework.security.oauth2.core.**"
                    + ";org.springframework.security.oauth2.client.**"
                    + ";org.springframework.security.web.authentication.**"
                    + ";org.springframework.security.web.csrf.DefaultCsrfToken"
                    + ";org.springframework.security.web.savedrequest.*"
                    + ";org.springframework.util.*;org.springframework.web.servlet.FlashMap;!*");

    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A sealed attribute cannot be opened: it is not of this session, or not what this version of us can read. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken(String name, Exception cause) {
            super(name, cause);
        }
    }

    private final SecretKeySpec key;

    Seal(String sessionId) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(sessionId.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            key = new SecretKeySpec(
                    mac.doFinal("plenary portal session attributes 1".getBytes(StandardCharsets.US_ASCII)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the store calls a session: its id is known to the browser alone. */
    static String name(String sessionId) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] close(String name, Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException("the session attribute " + name + " cannot be serialized", e);
        }
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv, name).doFinal(bytes.toByteArray());
            return ByteBuffer.allocate(iv.length + sealed.length)
                    .put(iv)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Object open(String name, byte[] sealed) throws Broken {
        try {
            byte[] iv = java.util.Arrays.copyOf(sealed, IV_BYTES);
            byte[] bytes = cipher(Cipher.DECRYPT_MODE, iv, name)
                    .doFinal(sealed, IV_BYTES, Math.max(0, sealed.length - IV_BYTES));
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
                in.setObjectInputFilter(ALLOWED);
                return in.readObject();
            }
        } catch (GeneralSecurityException | IOException | ClassNotFoundException | IllegalArgumentException e) {
            throw new Broken(name, e);
        }
    }

    private Cipher cipher(int mode, byte[] iv, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
