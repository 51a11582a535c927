package org.plenary.record.domain;

import java.util.Base64;

/**
 * A tree head as text: C2SP tlog-checkpoint v1.0.0, without extension lines.
 *
 * @param origin the log's name
 * @param size entries
 * @param root the Merkle tree's root
 */
public record Checkpoint(String origin, long size, byte[] root) {
    /** The text that is signed: three lines, each with its newline. */
    public String body() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /** Reads a checkpoint's text. */
    public static Checkpoint parse(String body) {
        String[] lines = body.split("\n", -1);
        if (lines.length < 4 || lines[0].isEmpty() || !lines[1].matches("0|[1-9]\\d{0,17}")) {
            throw new IllegalArgumentException("not a checkpoint");
        }
        byte[] root = Base64.getDecoder().decode(lines[2]);
        if (root.length != Hashing.BYTES) {
            throw new IllegalArgumentException("a root of " + root.length + " bytes");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
    }
}
