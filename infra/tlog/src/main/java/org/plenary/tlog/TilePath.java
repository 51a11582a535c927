package org.plenary.tlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a tile or an entry bundle below the log's prefix: C2SP tlog-tiles v0.1.0, "Merkle Tree" and "Log
 * entries".
 *
 * @param level 0 to 63, or -1 for an entry bundle
 * @param index which tile of the level, from 0
 * @param width hashes in it: 1 to 255 for a partial tile, 256 for a full one
 */
public record TilePath(int level, long index, int width) {
    /** Hashes of a full tile. */
    public static final int FULL = 256;

    private static final int ENTRIES = -1;
    private static final int LEVEL_MAX = 63;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|0|[1-9]\\d?)/((?:x\\d{3}/){0,5}\\d{3})(?:\\.p/([1-9]\\d{0,2}))?");

    public TilePath {
        if (level < ENTRIES || level > LEVEL_MAX || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no tile at level " + level + ", index " + index + ", width " + width);
        }
    }

    /** A tile of hashes. */
    public static TilePath hashes(int level, long index, int width) {
        return new TilePath(level, index, width);
    }

    /** An entry bundle. */
    public static TilePath entries(long index, int width) {
        return new TilePath(ENTRIES, index, width);
    }

    /** Reads a path; empty where it is none. A path has one spelling only. */
    public static Optional<TilePath> parse(String path) {
        Matcher m = PATH.matcher(path);
        if (!m.matches()) {
            return Optional.empty();
        }
        int level = m.group(1).equals("entries") ? ENTRIES : Integer.parseInt(m.group(1));
        long index = Long.parseLong(m.group(2).replaceAll("[x/]", ""));
        int width = m.group(3) == null ? FULL : Integer.parseInt(m.group(3));
        if (level > LEVEL_MAX || width > FULL || (m.group(3) != null && width == FULL)) {
            return Optional.empty();
        }
        TilePath found = new TilePath(level, index, width);
        return found.toString().equals(path) ? Optional.of(found) : Optional.empty();
    }

    /** Whether it holds entries and no hashes. */
    public boolean isEntries() {
        return level == ENTRIES;
    }

    /** Entries that must be published before this may be served; throws ArithmeticException beyond any log. */
    public long entriesNeeded() {
        long perHash = 1;
        for (int l = 0; l < Math.max(level, 0); l++) {
            perHash = Math.multiplyExact(perHash, FULL);
        }
        return Math.multiplyExact(Math.addExact(Math.multiplyExact(index, FULL), width), perHash);
    }

    @Override
    public String toString() {
        StringBuilder path = new StringBuilder("tile/")
                .append(isEntries() ? "entries" : level)
                .append('/');
        String digits = Long.toString(index);
        digits = "0".repeat((3 - digits.length() % 3) % 3) + digits;
        for (int i = 0; i < digits.length(); i += 3) {
            boolean last = i + 3 == digits.length();
            path.append(last ? "" : "x").append(digits, i, i + 3).append(last ? "" : "/");
        }
        return width == FULL
                ? path.toString()
                : path.append(".p/").append(width).toString();
    }
}
