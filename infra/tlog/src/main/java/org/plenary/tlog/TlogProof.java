package org.plenary.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * A proof that verifies without a server: C2SP tlog-proof, version 1.
 *
 * @param index the entry's index
 * @param path the inclusion proof, leaf's sibling first
 * @param checkpoint the signed checkpoint, verbatim
 */
public record TlogProof(long index, List<byte[]> path, String checkpoint) {
    /** Hashes of a proof at most: the height of a tree whose size is a long. */
    public static final int PATH_MAX = 63;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";

    /** The text of the proof. */
    public String encoded() {
        StringBuilder text =
                new StringBuilder(HEADER).append("\nindex ").append(index).append('\n');
        path.forEach(h -> text.append(Padded64.encode(h)).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /**
     * Reads a proof; throws IllegalArgumentException where it is none. An extra line is passed over, since nothing
     * vouches for it.
     */
    public static TlogProof parse(String text) {
        int gap = text.indexOf("\n\n");
        String[] lines = gap < 0 ? new String[0] : text.substring(0, gap).split("\n");
        int at = lines.length > 1 && lines[1].startsWith("extra ") ? 2 : 1;
        if (lines.length <= at
                || lines.length > at + 1 + PATH_MAX
                || !lines[0].equals(HEADER)
                || !lines[at].matches("index (0|[1-9]\\d{0,17})")) {
            throw new IllegalArgumentException("not a tlog-proof");
        }
        List<byte[]> path = new ArrayList<>();
        for (String line : List.of(lines).subList(at + 1, lines.length)) {
            path.add(Padded64.hash(line));
        }
        return new TlogProof(Long.parseLong(lines[at].substring("index ".length())), path, text.substring(gap + 2));
    }

    /** Whether the entry stands in the log that the key signs for; throws where the checkpoint is none. */
    public boolean verifies(byte[] entry, LogKey key) {
        SignedNote note = SignedNote.parse(checkpoint);
        Checkpoint head = Checkpoint.parse(note.text());
        return head.origin().equals(key.name())
                && note.signedBy(key)
                && Proofs.includes(Hashing.leaf(entry), index, head.size(), path, head.root());
    }
}
