package org.plenary.infra.verifier.log;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.plenary.tlog.Hashing;

/**
 * The last version of every stream, in little memory: 24 bytes for each place of the table, which is never more than
 * half full. Streams are known by 128 bits of SHA-256; to make two that are taken for one costs 2^64 hashes.
 */
public final class StreamVersions {
    /** Streams that are kept in mind at most: 100 MB. Of streams beyond it the order of versions is not checked. */
    public static final int STREAMS_MAX = 2_000_000;

    private static final int PLACES_AT_FIRST = 1 << 10;

    private final int max;
    private long[] high = new long[PLACES_AT_FIRST];
    private long[] low = new long[PLACES_AT_FIRST];
    /** 0 where the place is free. */
    private long[] version = new long[PLACES_AT_FIRST];

    private int streams;
    private long unchecked;
    private boolean anyStart;

    public StreamVersions() {
        this(STREAMS_MAX);
    }

    StreamVersions(int max) {
        this.max = max;
    }

    /** From now on a stream that is new here may begin with any version, since its events before stand in another log. */
    void beginAnywhere() {
        anyStart = true;
    }

    /**
     * Takes the next event of a stream.
     *
     * @return 0 where it is the next one, else the version that would have been
     */
    public long next(String stream, long next) {
        byte[] hash = Hashing.sha256(stream.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bits = ByteBuffer.wrap(hash);
        long h = bits.getLong();
        long l = bits.getLong();
        int at = place(h, l);
        if (version[at] == 0 && streams == max) {
            unchecked++;
            return 0;
        }
        boolean begins = anyStart && version[at] == 0;
        if (!begins && next != version[at] + 1) {
            return version[at] + 1;
        }
        put(at, h, l, next);
        return 0;
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
        high = new long[oldHigh.length * 2];
        low = new long[oldHigh.length * 2];
        version = new long[oldHigh.length * 2];
        for (int i = 0; i < oldVersion.length; i++) {
            if (oldVersion[i] != 0) {
                int at = place(oldHigh[i], oldLow[i]);
                high[at] = oldHigh[i];
                low[at] = oldLow[i];
                version[at] = oldVersion[i];
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
        for (int i = 0; i < version.length; i++) {
            if (version[i] != 0) {
                out.writeLong(high[i]);
                out.writeLong(low[i]);
                out.writeLong(version[i]);
            }
        }
    }

    /** Reads what {@link #write} wrote; throws IOException where it is something else. */
    static StreamVersions read(DataInputStream in) throws IOException {
        StreamVersions read = new StreamVersions();
        int streams = in.readInt();
        read.unchecked = in.readLong();
        if (streams < 0 || streams > STREAMS_MAX || read.unchecked < 0) {
            throw new IOException("not a table of versions");
        }
        for (int i = 0; i < streams; i++) {
            long h = in.readLong();
            long l = in.readLong();
            long last = in.readLong();
            int at = read.place(h, l);
            if (last <= 0 || read.version[at] != 0) {
                throw new IOException("not a table of versions");
            }
            read.put(at, h, l, last);
        }
        return read;
    }
}
