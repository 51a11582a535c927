package org.plenary.record.domain;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A proof that verifies without a server: C2SP tlog-proof, version 1.
 *
 * @param index the entry's index
 * @param path the inclusion proof, leaf's sibling first
 * @param checkpoint the signed checkpoint, verbatim
 */
public record TlogProof(long index, List<byte[]> path, String checkpoint) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";

    /** The text of the proof. */
    public String encoded() {
        StringBuilder text = new StringBuilder(HEADER).append("\nindex ").append(index).append('\n');
        path.forEach(h -> text.append(Base64.getEncoder().encodeToString(h)).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /** Reads a proof; throws where it is none. */
    public static TlogProof parse(String text) {
        int gap = text.indexOf("\n\n");
        String[] lines = gap < 0 ? new String[0] : text.substring(0, gap).split("\n");
        int at = lines.length > 1 && lines[1].startsWith("extra ") ? 2 : 1;
        if (lines.length <= at || !lines[0].equals(HEADER) || !lines[at].matches("index (0|[1-9]\\d{0,17})")) {
            throw new IllegalArgumentException("not a tlog-proof");
        }
        List<byte[]> path = new ArrayList<>();
        for (String line : List.of(lines).subList(at + 1, lines.length)) {
            path.add(Base64.getDecoder().decode(line));
        }
        return new TlogProof(Long.parseLong(lines[at].substring("index ".length())), path, text.substring(gap + 2));
    }

    /** Whether the entry stands in the log that the key signs for. */
    public boolean verifies(byte[] entry, LogKey key) {
        SignedNote note = SignedNote.parse(checkpoint);
        Checkpoint head = Checkpoint.parse(note.text());
        return head.origin().equals(key.name())
                && note.signedBy(key)
                && Proofs.includes(Hashing.leaf(entry), index, head.size(), path, head.root());
    }
}
