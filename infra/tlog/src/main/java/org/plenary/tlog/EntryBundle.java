package org.plenary.tlog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Entries of one level-0 tile, each a big-endian uint16 length and bytes: C2SP tlog-tiles v0.1.0, "Log entries". */
public final class EntryBundle {
    /** Bytes of an entry at most, by the format. */
    public static final int ENTRY_BYTES_MAX = 65_535;
    /** Entries of a bundle at most: those of a full tile. */
    public static final int ENTRIES_MAX = TilePath.FULL;

    private EntryBundle() {}

    /** The bundle of 1 to 256 entries; throws IllegalArgumentException beyond these limits. */
    public static byte[] encode(List<byte[]> entries) {
        requireWidth(entries.size());
        ByteBuffer out =
                ByteBuffer.allocate(entries.stream().mapToInt(e -> 2 + e.length).sum());
        for (byte[] e : entries) {
            if (e.length > ENTRY_BYTES_MAX) {
                throw new IllegalArgumentException("an entry of " + e.length + " bytes");
            }
            out.putShort((short) e.length).put(e);
        }
        return out.array();
    }

    /** The entries of a bundle; throws IllegalArgumentException where it is empty, cut off or holds more than 256. */
    public static List<byte[]> decode(byte[] bundle) {
        List<byte[]> entries = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bundle);
        while (in.hasRemaining()) {
            if (in.remaining() < 2) {
                throw new IllegalArgumentException("a bundle that ends in a length");
            }
            int length = Short.toUnsignedInt(in.getShort());
            if (in.remaining() < length) {
                throw new IllegalArgumentException("a bundle that ends in an entry");
            }
            byte[] entry = new byte[length];
            in.get(entry);
            entries.add(entry);
            requireWidth(entries.size());
        }
        requireWidth(entries.size());
        return entries;
    }

    /** An empty bundle is never served, so one is never made or read either. */
    private static void requireWidth(int entries) {
        if (entries < 1 || entries > ENTRIES_MAX) {
            throw new IllegalArgumentException("a bundle of " + entries + " entries");
        }
    }
}
