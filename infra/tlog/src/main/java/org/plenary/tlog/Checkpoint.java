package org.plenary.tlog;

import java.util.List;

/**
 * A tree head as text: C2SP tlog-checkpoint v1.0.0, "Note text". Extension lines are never written, and passed over
 * where another log has them.
 *
 * @param origin the log's name, one line
 * @param size entries, from 0
 * @param root the Merkle tree's root, 32 bytes
 */
public record Checkpoint(String origin, long size, byte[] root) {
    /** Throws IllegalArgumentException where the text would not be read back as these three. */
    public Checkpoint {
        if (origin.isEmpty() || origin.chars().anyMatch(c -> c < 0x20)) {
            throw new IllegalArgumentException("an origin is one line that is not empty");
        }
        if (size < 0 || root.length != Hashing.BYTES) {
            throw new IllegalArgumentException("no checkpoint of size " + size + ", root of " + root.length + " bytes");
        }
    }

    /** The text that is signed: three lines, each with its newline. */
    public String body() {
        return origin + "\n" + size + "\n" + Padded64.encode(root) + "\n";
    }

    /** Reads a checkpoint's text; throws IllegalArgumentException where it is none. */
    public static Checkpoint parse(String body) {
        List<String> lines = List.of(body.split("\n", -1));
        boolean ended = lines.size() >= 4 && lines.getLast().isEmpty();
        if (!ended
                || lines.subList(0, lines.size() - 1).contains("")
                || !lines.get(1).matches("0|[1-9]\\d{0,17}")) {
            throw new IllegalArgumentException("not a checkpoint");
        }
        return new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), Padded64.hash(lines.get(2)));
    }
}
