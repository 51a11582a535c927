package org.plenary.tlog;

import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Text with signatures: C2SP signed-note v1.0.0.
 *
 * @param text with its final newline
 * @param signatures the lines after the blank line
 */
public record SignedNote(String text, List<Line> signatures) {
    /** Signatures that a reader takes at most; the format asks for at least 16. */
    public static final int SIGNATURES_MAX = 64;
    /** Characters of a note at most: room for that many post-quantum signatures. */
    public static final int CHARS_MAX = 1_000_000;

    private static final String DASH = "— ";

    /** One signature line: the key's name, its id of four bytes, and the signature. */
    public record Line(String name, byte[] id, byte[] signature) {
        /** The line as it stands in a note, with its newline. */
        public String encoded() {
            byte[] value = Arrays.copyOf(id, id.length + signature.length);
            System.arraycopy(signature, 0, value, id.length, signature.length);
            return DASH + name + ' ' + Padded64.encode(value) + '\n';
        }
    }

    /** Signs the text with one key. */
    public static SignedNote sign(String text, LogKey key, PrivateKey secret) {
        if (!text.endsWith("\n") || !plain(text)) {
            throw new IllegalArgumentException("a note ends in a newline and has no other control characters");
        }
        return new SignedNote(text, List.of(new Line(key.name(), key.id(), LogKey.sign(secret, text))));
    }

    /** The note as it is served. */
    public String encoded() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(line -> note.append(line.encoded()));
        return note.toString();
    }

    /** Reads a note; throws IllegalArgumentException where it is none. What it says counts only once a key vouches. */
    public static SignedNote parse(String note) {
        int gap = note.lastIndexOf("\n\n");
        if (gap < 0 || note.length() > CHARS_MAX || !note.endsWith("\n") || !plain(note)) {
            throw new IllegalArgumentException("not a signed note");
        }
        List<Line> lines = new ArrayList<>();
        for (String line : note.substring(gap + 2).split("\n")) {
            String[] parts =
                    line.startsWith(DASH) ? line.substring(DASH.length()).split(" ", -1) : new String[0];
            boolean formed = parts.length == 2 && KeyName.allowed(parts[0]);
            byte[] value = formed ? Padded64.decode(parts[1]) : new byte[0];
            if (value.length < 5 || lines.size() == SIGNATURES_MAX) {
                throw new IllegalArgumentException("not a signature line, or too many");
            }
            lines.add(new Line(parts[0], Arrays.copyOf(value, 4), Arrays.copyOfRange(value, 4, value.length)));
        }
        return new SignedNote(note.substring(0, gap + 1), List.copyOf(lines));
    }

    /** No control character but the newline, and nothing that UTF-8 cannot say. */
    private static boolean plain(String text) {
        return text.codePoints()
                .noneMatch(
                        c -> (c < 0x20 && c != '\n') || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** Whether this key signed; signatures of unknown keys are passed over, a false one of this key is not. */
    public boolean signedBy(LogKey key) {
        List<Line> own = signatures.stream()
                .filter(l -> l.name().equals(key.name()) && Arrays.equals(l.id(), key.id()))
                .toList();
        return !own.isEmpty() && own.stream().allMatch(l -> key.verifies(text, l.signature()));
    }
}
