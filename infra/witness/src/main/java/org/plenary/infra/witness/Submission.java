package org.plenary.infra.witness;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.SignedNote;

/**
 * What is sent to a witness: C2SP tlog-witness, "add-checkpoint".
 *
 * @param old the size that the proof starts from
 * @param proof that the tree of that size is a prefix of the checkpoint's
 * @param note the checkpoint with its signatures
 * @param head what the checkpoint says
 */
record Submission(long old, List<byte[]> proof, SignedNote note, Checkpoint head) {
    /** Lines of a proof at most: the height of a tree whose size is a long. */
    static final int PROOF_MAX = 63;

    private static final String BLANK = "\n\n";

    /** Reads a request's body; throws IllegalArgumentException, in words for the sender, where it is none. */
    static Submission parse(byte[] body) {
        String text = utf8(body);
        int gap = text.indexOf(BLANK);
        String[] lines = gap < 0 ? new String[0] : text.substring(0, gap).split("\n", -1);
        if (lines.length == 0 || !lines[0].matches("old (0|[1-9]\\d{0,17})")) {
            throw new IllegalArgumentException("The first line is 'old' and a size; a blank line ends the proof.");
        }
        if (lines.length > 1 + PROOF_MAX) {
            throw new IllegalArgumentException("A proof has " + PROOF_MAX + " lines at most.");
        }
        List<byte[]> proof = new ArrayList<>();
        for (String line : List.of(lines).subList(1, lines.length)) {
            proof.add(hash(line));
        }
        try {
            SignedNote note = SignedNote.parse(text.substring(gap + BLANK.length()));
            return new Submission(
                    Long.parseLong(lines[0].substring("old ".length())), proof, note, Checkpoint.parse(note.text()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "After the proof stands a signed checkpoint: " + e.getMessage() + ".", e);
        }
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The body is text in UTF-8.", e);
        }
    }

    /** Padded base64 of 32 bytes, in one spelling only. */
    private static byte[] hash(String line) {
        String rule = "A line of the proof is a hash of " + Hashing.BYTES + " bytes in base64.";
        try {
            byte[] bytes = Base64.getDecoder().decode(line);
            if (bytes.length == Hashing.BYTES
                    && Base64.getEncoder().encodeToString(bytes).equals(line)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(rule, e);
        }
        throw new IllegalArgumentException(rule);
    }
}
