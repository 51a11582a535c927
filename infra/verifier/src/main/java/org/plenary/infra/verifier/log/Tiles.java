package org.plenary.infra.verifier.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.Leaf;
import org.plenary.tlog.TilePath;

/**
 * Tiles and bundles as they come, with their lengths checked and nothing else: what they say counts only once the tree
 * vouches for it.
 */
final class Tiles {
    /** Bytes of a bundle at most: 256 entries of the largest size. */
    static final int BUNDLE_BYTES_MAX = TilePath.FULL * (2 + Leaf.BYTES_MAX);

    private static final int TILE_BYTES = TilePath.FULL * Hashing.BYTES;

    private final LogSource source;

    Tiles(LogSource source) {
        this.source = source;
    }

    byte[] hashes(TilePath path) {
        byte[] bytes = read(path, TILE_BYTES, (full, width) -> Arrays.copyOf(full, width * Hashing.BYTES));
        if (bytes.length != path.width() * Hashing.BYTES) {
            throw new NotVerified(
                            Fault.TILE_LENGTH,
                            path.width() * Hashing.BYTES + " bytes as " + path,
                            bytes.length + " bytes")
                    .with(path.toString(), bytes);
        }
        return bytes;
    }

    /** An entry of a log of a size. */
    byte[] entry(long index, long size) {
        long tile = index / TilePath.FULL;
        TilePath path = TilePath.entries(tile, (int) Math.min(TilePath.FULL, size - tile * TilePath.FULL));
        return entries(bundle(path), path).get((int) (index % TilePath.FULL));
    }

    byte[] bundle(TilePath path) {
        return read(
                path,
                BUNDLE_BYTES_MAX,
                (full, width) -> EntryBundle.encode(entries(full, TilePath.entries(path.index(), TilePath.FULL))
                        .subList(0, width)));
    }

    static List<byte[]> entries(byte[] bundle, TilePath path) {
        List<byte[]> entries;
        try {
            entries = EntryBundle.decode(bundle);
        } catch (IllegalArgumentException e) {
            throw new NotVerified(
                            Fault.BUNDLE_MALFORMED,
                            path.width() + " whole entries in " + path,
                            String.valueOf(e.getMessage()))
                    .with(path.toString(), bundle);
        }
        if (entries.size() != path.width()) {
            throw new NotVerified(
                            Fault.BUNDLE_MALFORMED, path.width() + " entries in " + path, entries.size() + " entries")
                    .with(path.toString(), bundle);
        }
        return entries;
    }

    private interface Front {
        byte[] of(byte[] full, int width);
    }

    /** A partial tile may be gone where the full one has come: C2SP tlog-tiles, "Partial Tiles". */
    private byte[] read(TilePath path, int bytesMax, Front front) {
        Optional<byte[]> found = source.read(path.toString(), bytesMax);
        if (found.isEmpty() && path.width() < TilePath.FULL) {
            TilePath full = new TilePath(path.level(), path.index(), TilePath.FULL);
            found = source.read(full.toString(), bytesMax).map(bytes -> front.of(bytes, path.width()));
        }
        return found.orElseThrow(
                () -> new NotVerified(Fault.MISSING_PART, path + " at " + source.address(), "nothing there"));
    }

    /** The root of a full tile, which is one hash of the level above. */
    static byte[] root(byte[] tile) {
        List<byte[]> row = split(tile);
        while (row.size() > 1) {
            List<byte[]> next = new ArrayList<>(row.size() / 2);
            for (int i = 0; i < row.size(); i += 2) {
                next.add(Hashing.node(row.get(i), row.get(i + 1)));
            }
            row = next;
        }
        return row.getFirst();
    }

    static List<byte[]> split(byte[] tile) {
        List<byte[]> hashes = new ArrayList<>(tile.length / Hashing.BYTES);
        for (int at = 0; at < tile.length; at += Hashing.BYTES) {
            hashes.add(Arrays.copyOfRange(tile, at, at + Hashing.BYTES));
        }
        return hashes;
    }
}
