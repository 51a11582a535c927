package org.plenary.tlog;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A Merkle tree of a certain size, read from tiles: roots and proofs cost a number of tiles logarithmic in the size
 * (RFC 6962, sections 2.1 to 2.1.2). A tile is read once in a tree's life, which is one request or one batch; not for
 * several threads.
 */
public final class Tree {
    private final long size;
    private final Function<TilePath, byte[]> tiles;
    private final Map<TilePath, byte[]> read = new HashMap<>();
    /** Root and proofs need the same subtrees of the tiles that are open: each is hashed once. */
    private final Map<Range, byte[]> known = new HashMap<>();

    /** Entries from start to before end. */
    private record Range(long start, long end) {}

    /**
     * @param size entries in the tree, from 0
     * @param tiles the bytes of any tile that exists at this size
     */
    public Tree(long size, Function<TilePath, byte[]> tiles) {
        if (size < 0) {
            throw new IllegalArgumentException("no tree of size " + size);
        }
        this.size = size;
        this.tiles = tiles;
    }

    /** Entries in the tree. */
    public long size() {
        return size;
    }

    /** The root. */
    public byte[] root() {
        return size == 0 ? Hashing.empty() : subtree(0, size);
    }

    /** The inclusion proof of an entry, leaf's sibling first. */
    public List<byte[]> inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no entry " + index + " in a tree of " + size);
        }
        List<byte[]> path = new ArrayList<>();
        include(index, 0, size, path);
        return path;
    }

    /**
     * The tiles that the inclusion proof of an entry is read from, at most two a level, so that a store can be asked for
     * all at once.
     */
    public static Set<TilePath> inclusionTiles(long index, long size) {
        Set<TilePath> paths = new LinkedHashSet<>();
        long n = index;
        int level = 0;
        for (long hashes = size; hashes > 0; hashes /= TilePath.FULL) {
            long own = n / TilePath.FULL;
            long last = (hashes - 1) / TilePath.FULL;
            paths.add(TilePath.hashes(level, Math.min(own, last), width(size, level, Math.min(own, last))));
            if (hashes % TilePath.FULL > 0) {
                paths.add(TilePath.hashes(level, last, width(size, level, last)));
            }
            n = own;
            level++;
        }
        return paths;
    }

    private void include(long index, long start, long end, List<byte[]> path) {
        if (end - start == 1) {
            return;
        }
        long middle = start + split(end - start);
        if (index < middle) {
            include(index, start, middle, path);
            path.add(subtree(middle, end));
        } else {
            include(index, middle, end, path);
            path.add(subtree(start, middle));
        }
    }

    /** The proof that a tree of the older size is a prefix of this one; empty for 0 and for this size. */
    public List<byte[]> consistency(long older) {
        if (older < 0 || older > size) {
            throw new IllegalArgumentException("no size " + older + " before " + size);
        }
        List<byte[]> proof = new ArrayList<>();
        if (older > 0 && older < size) {
            consist(older, 0, size, true, proof);
        }
        return proof;
    }

    private void consist(long older, long start, long end, boolean complete, List<byte[]> proof) {
        if (older == end) {
            if (!complete) {
                proof.add(subtree(start, end));
            }
            return;
        }
        long middle = start + split(end - start);
        if (older <= middle) {
            consist(older, start, middle, complete, proof);
            proof.add(subtree(middle, end));
        } else {
            consist(older, middle, end, false, proof);
            proof.add(subtree(start, middle));
        }
    }

    /** The largest power of two below n. */
    static long split(long n) {
        return Long.highestOneBit(n - 1);
    }

    private byte[] subtree(long start, long end) {
        long span = end - start;
        int level = 0;
        long unit = 1;
        while (unit <= span / TilePath.FULL) {
            unit *= TilePath.FULL;
            level++;
        }
        if (unit == span && start % unit == 0) {
            return hash(level, start / unit);
        }
        long covered = unit * TilePath.FULL;
        if (start / covered < size / covered) {
            return joined(start, end, level, unit);
        }
        Range range = new Range(start, end);
        byte[] hash = known.get(range);
        if (hash == null) {
            hash = joined(start, end, level, unit);
            known.put(range, hash);
        }
        return hash;
    }

    /** What is whole and lies in one tile is hashed there at once: of most of a proof nothing else is made. */
    private byte[] joined(long start, long end, int level, long unit) {
        long span = end - start;
        if (Long.bitCount(span) == 1 && start % span == 0) {
            long first = start / unit;
            return Hashing.subtree(
                    tile(level, first / TilePath.FULL), (int) (first % TilePath.FULL), (int) (span / unit));
        }
        long middle = start + split(end - start);
        return Hashing.node(subtree(start, middle), subtree(middle, end));
    }

    private byte[] hash(int level, long n) {
        byte[] bytes = tile(level, n / TilePath.FULL);
        int at = (int) (n % TilePath.FULL) * Hashing.BYTES;
        return Arrays.copyOfRange(bytes, at, at + Hashing.BYTES);
    }

    private byte[] tile(int level, long tile) {
        TilePath path = TilePath.hashes(level, tile, width(size, level, tile));
        return read.computeIfAbsent(path, p -> whole(p, tiles));
    }

    /** A stored tile that is cut off is corruption; hashed on, it would give a root that looks like any other. */
    private static byte[] whole(TilePath path, Function<TilePath, byte[]> tiles) {
        byte[] bytes = tiles.apply(path);
        if (bytes.length != path.width() * Hashing.BYTES) {
            throw new IllegalStateException(path + " has " + bytes.length + " bytes");
        }
        return bytes;
    }

    /** How many hashes a tile has in a tree of this size. */
    static int width(long size, int level, long tile) {
        long hashes = size >> (8 * level);
        return (int) Math.min(TilePath.FULL, hashes - tile * TilePath.FULL);
    }

    /**
     * What must be written so that a log grows from one size by these leaf hashes: full tiles passed on the way and the
     * partial tiles of the new size, never an empty one; a partial tile is not hashed into the level above.
     *
     * @param from the old size
     * @param tiles the tiles of the old size; read are only the open ones, at most one a level
     * @return the bytes of each tile that is new; tiles of the old size are never among them
     */
    public static Map<TilePath, byte[]> grow(long from, List<byte[]> leafHashes, Function<TilePath, byte[]> tiles) {
        Map<TilePath, byte[]> written = new TreeMap<>(Comparator.comparing(TilePath::toString));
        List<byte[]> level = leafHashes;
        long start = from;
        for (int l = 0; !level.isEmpty(); l++) {
            List<byte[]> above = new ArrayList<>();
            long firstAbove = start / TilePath.FULL;
            long tile = start / TilePath.FULL;
            ByteArrayOutputStream open = new ByteArrayOutputStream();
            int kept = (int) (start % TilePath.FULL);
            if (kept > 0) {
                open.writeBytes(whole(TilePath.hashes(l, tile, kept), tiles));
            }
            for (byte[] hash : level) {
                if (hash.length != Hashing.BYTES) {
                    throw new IllegalArgumentException("a hash of " + hash.length + " bytes");
                }
                open.writeBytes(hash);
                if (open.size() == TilePath.FULL * Hashing.BYTES) {
                    byte[] full = open.toByteArray();
                    written.put(TilePath.hashes(l, tile, TilePath.FULL), full);
                    above.add(tileRoot(full));
                    open.reset();
                    tile++;
                }
            }
            if (open.size() > 0) {
                written.put(TilePath.hashes(l, tile, open.size() / Hashing.BYTES), open.toByteArray());
            }
            level = above;
            start = firstAbove;
        }
        return written;
    }

    /** The root of a full tile, which is one hash of the level above. */
    private static byte[] tileRoot(byte[] tile) {
        List<byte[]> row = new ArrayList<>();
        for (int i = 0; i < tile.length; i += Hashing.BYTES) {
            row.add(Arrays.copyOfRange(tile, i, i + Hashing.BYTES));
        }
        while (row.size() > 1) {
            List<byte[]> next = new ArrayList<>();
            for (int i = 0; i < row.size(); i += 2) {
                next.add(Hashing.node(row.get(i), row.get(i + 1)));
            }
            row = next;
        }
        return row.getFirst();
    }
}
