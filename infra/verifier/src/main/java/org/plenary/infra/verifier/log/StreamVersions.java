package org.plenary.infra.verifier.log;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plenary.tlog.Hashing;

/**
 * The last version of every stream, in little memory: 24 bytes for each place of the table, which is never more than
 * half full; 40 in a log that continues another, where it is kept too with which version each begins. Streams are known
 * by 128 bits of SHA-256; to make two that are taken for one costs 2^64 hashes.
 */
public final class StreamVersions {
    /**
     * Streams that are kept in mind at most: 100 MB, and 170 MB in a log that continues another. Of streams beyond it
     * the order of versions is not checked.
     */
    public static final int STREAMS_MAX = 2_000_000;

    private static final int PLACES_AT_FIRST = 1 << 10;

    private final int max;
    private long[] high = new long[PLACES_AT_FIRST];
    private long[] low = new long[PLACES_AT_FIRST];
    /** 0 where the place is free. */
    private long[] version = new long[PLACES_AT_FIRST];

    private int streams;
    private long unchecked;
    /** Where each stream begins; only in a log that continues another. */
    private @Nullable Starts starts;

    /** The version that each stream begins with, and the entry where it does. */
    private static final class Starts {
        private long[] version;
        private long[] entry;

        Starts(int places) {
            version = new long[places];
            entry = new long[places];
        }
    }

    /**
     * A stream that does not go on in one log where it ended in the other.
     *
     * @param entry of the log that goes on
     * @param found the version there
     * @param last the last version in the log that ended; 0 where it has none
     */
    record Break(long entry, long found, long last) {}

    public StreamVersions() {
        this(STREAMS_MAX);
    }

    StreamVersions(int max) {
        this.max = max;
    }

    /** From now on a stream that is new here may begin with any version, since its events before stand in another log. */
    void beginAnywhere() {
        if (starts == null) {
            starts = new Starts(version.length);
        }
    }

    /** Whether it has the last version of every stream there is up to here, and not only of some. */
    boolean hasAll() {
        return unchecked == 0 && starts == null && streams > 0;
    }

    /**
     * Takes the next event of a stream.
     *
     * @param entry where it stands
     * @return 0 where it is the next one, else the version that would have been
     */
    public long next(String stream, long next, long entry) {
        byte[] hash = Hashing.sha256(stream.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bits = ByteBuffer.wrap(hash);
        long h = bits.getLong();
        long l = bits.getLong();
        int at = place(h, l);
        if (version[at] == 0 && streams == max) {
            unchecked++;
            return 0;
        }
        if (starts != null && version[at] == 0) {
            starts.version[at] = next;
            starts.entry[at] = entry;
        } else if (next != version[at] + 1) {
            return version[at] + 1;
        }
        put(at, h, l, next);
        return 0;
    }

    /**
     * Looks whether each stream goes on here where it ended in another log. Where the other one does not have all
     * streams, since it has too many, continues a third log or has none at all, those that it does not have are not
     * looked at.
     *
     * @param lost whether the record lost entries, so that events may come twice, once in each log
     * @return the first that does not
     */
    Optional<Break> breakAfter(StreamVersions old, boolean lost) {
        if (starts == null) {
            throw new IllegalStateException("no log that continues another");
        }
        Break first = null;
        for (int i = 0; i < version.length; i++) {
            if (version[i] == 0) {
                continue;
            }
            long last = old.version[old.place(high[i], low[i])];
            long found = starts.version[i];
            boolean joins = found == last + 1 || lost && found <= last || last == 0 && !old.hasAll();
            if (!joins && (first == null || starts.entry[i] < first.entry())) {
                first = new Break(starts.entry[i], found, last);
            }
        }
        return Optional.ofNullable(first);
    }

    /** Whether a stream begins with this version at this entry. */
    boolean begins(String stream, long with, long entry) {
        ByteBuffer bits = ByteBuffer.wrap(Hashing.sha256(stream.getBytes(StandardCharsets.UTF_8)));
        int at = place(bits.getLong(), bits.getLong());
        return starts != null && version[at] != 0 && starts.version[at] == with && starts.entry[at] == entry;
    }

    private void put(int at, long h, long l, long last) {
        if (version[at] == 0) {
            streams++;
        }
        high[at] = h;
        low[at] = l;
        version[at] = last;
        if (streams > version.length / 2) {
            grow();
        }
    }

    private int place(long h, long l) {
        int at = (int) (h & (version.length - 1));
        while (version[at] != 0 && (high[at] != h || low[at] != l)) {
            at = (at + 1) & (version.length - 1);
        }
        return at;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        long[] oldVersion = version;
        Starts oldStarts = starts;
        high = new long[oldHigh.length * 2];
        low = new long[oldHigh.length * 2];
        version = new long[oldHigh.length * 2];
        starts = oldStarts == null ? null : new Starts(version.length);
        for (int i = 0; i < oldVersion.length; i++) {
            if (oldVersion[i] != 0) {
                int at = place(oldHigh[i], oldLow[i]);
                high[at] = oldHigh[i];
                low[at] = oldLow[i];
                version[at] = oldVersion[i];
                if (starts != null && oldStarts != null) {
                    starts.version[at] = oldStarts.version[i];
                    starts.entry[at] = oldStarts.entry[i];
                }
            }
        }
    }

    /** Streams seen. */
    public int streams() {
        return streams;
    }

    /** Events whose order was not checked, since their streams are beyond the limit. */
    public long unchecked() {
        return unchecked;
    }

    /** Writes all of it. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(streams);
        out.writeLong(unchecked);
        out.writeBoolean(starts != null);
        for (int i = 0; i < version.length; i++) {
            if (version[i] != 0) {
                out.writeLong(high[i]);
                out.writeLong(low[i]);
                out.writeLong(version[i]);
                if (starts != null) {
                    out.writeLong(starts.version[i]);
                    out.writeLong(starts.entry[i]);
                }
            }
        }
    }

    /**
     * Reads what {@link #write} wrote; throws IOException where it is something else.
     *
     * @param saysStarts whether it says if it has the starts; tables of earlier releases do not
     */
    static StreamVersions read(DataInputStream in, boolean saysStarts) throws IOException {
        StreamVersions read = new StreamVersions();
        int streams = in.readInt();
        read.unchecked = in.readLong();
        if (streams < 0 || streams > STREAMS_MAX || read.unchecked < 0) {
            throw new IOException("not a table of versions");
        }
        if (saysStarts && in.readBoolean()) {
            read.beginAnywhere();
        }
        for (int i = 0; i < streams; i++) {
            long h = in.readLong();
            long l = in.readLong();
            long last = in.readLong();
            int at = read.place(h, l);
            if (last <= 0 || read.version[at] != 0) {
                throw new IOException("not a table of versions");
            }
            if (read.starts != null) {
                read.starts.version[at] = in.readLong();
                read.starts.entry[at] = in.readLong();
            }
            read.put(at, h, l, last);
        }
        return read;
    }
}
