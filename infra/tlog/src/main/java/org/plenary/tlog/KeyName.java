package org.plenary.tlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Names, ids and text forms of keys: C2SP signed-note v1.0.0, "Format" and "Verifier keys". */
final class KeyName {
    private static final int ID_BYTES = 4;

    private KeyName() {}

    /** Whether a key may have this name: no Unicode space of any kind, no control character, no plus sign. */
    static boolean allowed(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || c < 0x20
                                || c == 0x85
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c));
    }

    /** The first four bytes of SHA-256 over name, newline, type and key. */
    static byte[] id(String name, byte type, byte[] raw) {
        return Arrays.copyOf(
                Hashing.sha256((name + "\n").getBytes(StandardCharsets.UTF_8), new byte[] {type}, raw), ID_BYTES);
    }

    /** {@code name+id+base64(type || key)}. */
    static String vkey(String name, byte type, byte[] raw) {
        byte[] typed = new byte[raw.length + 1];
        typed[0] = type;
        System.arraycopy(raw, 0, typed, 1, raw.length);
        return name + "+" + HexFormat.of().formatHex(id(name, type, raw)) + "+" + Padded64.encode(typed);
    }

    /** What a vkey says. */
    record Parsed(String name, byte type, byte[] raw) {}

    /** Reads a vkey; throws IllegalArgumentException where it is none or its id is not the key's. */
    static Parsed parse(String vkey) {
        String[] parts = vkey.strip().split("\\+", 3);
        byte[] typed = parts.length == 3 ? Padded64.decode(parts[2]) : new byte[0];
        if (typed.length < 2 || !allowed(parts[0])) {
            throw new IllegalArgumentException("not a verifier key");
        }
        Parsed key = new Parsed(parts[0], typed[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().formatHex(id(key.name(), key.type(), key.raw())).equals(parts[1])) {
            throw new IllegalArgumentException("the key's id is not " + parts[1]);
        }
        return key;
    }
}
