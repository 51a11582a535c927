package org.plenary.infra.local.signin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The second factor of the demonstration's users: a code by the time, accepted once. Everybody has one, because anybody
 * may be given an office; keyholders, heads, the secretariat and guests are asked for it at every sign-in. Each user's
 * secret is made from the instance's own, which the owner of the data directory can read, so that the command
 * {@code code} can stand in for their telephones.
 */
public final class SecondFactors {
    /** What a sign-in has that gave a code. */
    static final String FACTOR = "FACTOR_TOTP";

    private static final int SECRET_BYTES = 20;

    private final byte[] root;
    private final InstantSource clock;
    /** The step of the code that each user gave last; no more than there are users. */
    private final Map<String, Long> given = new HashMap<>();

    /** By the instance's secret. */
    public SecondFactors(String root, InstantSource clock) {
        this.root = Secrets.notBlank("plenary.demo-totp", root).getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /** Whether the user is asked for a code whenever they sign in; others only where an act of theirs needs one. */
    public static boolean needs(String user) {
        return has(user)
                && (user.endsWith(".cochair")
                        || user.endsWith(".head")
                        || user.startsWith("secretariat")
                        || user.startsWith("guest")); // whoever is invited may come to hold a key
    }

    private static boolean has(String user) {
        return DemonstrationUsers.subjects().contains(user);
    }

    /**
     * The user's code of this moment.
     *
     * @throws IllegalArgumentException for who is no demonstration user
     */
    public String code(String user) {
        return code(user, clock.instant());
    }

    String code(String user, Instant at) {
        if (!has(user)) {
            throw new IllegalArgumentException("no demonstration user " + user);
        }
        return Totp.code(secret(user), Totp.step(at));
    }

    /** Takes a code of the present step or of one beside it, and none that is as old as one taken before. */
    synchronized boolean accept(String user, String code) {
        if (!has(user)) {
            return false;
        }
        long present = Totp.step(clock.instant());
        byte[] secret = secret(user);
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        for (long step = present - Totp.WINDOW; step <= present + Totp.WINDOW; step++) {
            byte[] right = Totp.code(secret, step).getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(right, typed) && step > given.getOrDefault(user, Long.MIN_VALUE)) {
                given.put(user, step);
                return true;
            }
        }
        return false;
    }

    private byte[] secret(String user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(root, "HmacSHA256"));
            byte[] made = mac.doFinal(("plenary demonstration totp 1|" + user).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(made, SECRET_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
