package org.plenary.kernel.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.store.Documents;

/**
 * Where a page ended, for the next one to go on from: sealed with AES-GCM, since a page may end at a document that is
 * not the reader's. The key is made once and kept in the service's database, beside all that a cursor could tell, so
 * that any instance opens what another sealed; who deletes it makes all cursors void.
 */
public final class Cursors {
    /** Orders are filled up to a multiple of this many bytes, since the length of a name tells of the name. */
    private static final int FILLED_BYTES = 64;

    private static final String KEY = "cursor";
    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Documents keys;
    private volatile @Nullable SecretKeySpec key;

    /** Of one service. */
    public Cursors(Documents.Space space) {
        this.keys = space.of("keys");
    }

    /** What stands for this place in the view. */
    public String seal(String view, String order) {
        byte[] text = order.getBytes(StandardCharsets.UTF_8);
        int filled = (text.length / FILLED_BYTES + 1) * FILLED_BYTES;
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv, view).doFinal(Arrays.copyOf(text, filled));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(iv.length + sealed.length)
                            .put(iv)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The place in the view; 400 where the cursor is none of ours, or another view's. */
    public String open(String view, String cursor) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(cursor);
            byte[] iv = Arrays.copyOf(sealed, IV_BYTES);
            byte[] filled = cipher(Cipher.DECRYPT_MODE, iv, view)
                    .doFinal(sealed, IV_BYTES, Math.max(0, sealed.length - IV_BYTES));
            String text = new String(filled, StandardCharsets.UTF_8);
            return text.substring(0, text.indexOf('\0'));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw BadInput.field("/cursor", "format", "The cursor is not one of ours.");
        }
    }

    private Cipher cipher(int mode, byte[] iv, String view) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(view.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** Whichever instance is first makes it, and the others take that one. */
    private SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known == null) {
            byte[] made = new byte[KEY_BYTES];
            RANDOM.nextBytes(made);
            keys.insert(
                    new Document("_id", KEY).append("key", Base64.getEncoder().encodeToString(made)));
            String kept = Objects.requireNonNull(keys.find(KEY)).getString("key");
            known = new SecretKeySpec(Base64.getDecoder().decode(kept), "AES");
            key = known;
        }
        return known;
    }
}
