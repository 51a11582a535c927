package org.plenary.membership.domain;

/**
 * Whether a JPEG is one image from its first byte to its last: ITU-T T.81, annex B. Its segments are walked by their
 * lengths and its scans by their stuffing, so that the first end of image is known, and is the file's.
 */
final class JpegRules {
    private static final int FRAMES_FIRST = 0xC0;
    private static final int FRAMES_LAST = 0xCF;
    private static final int HUFFMAN = 0xC4;
    private static final int EXTENSION = 0xC8;
    private static final int ARITHMETIC = 0xCC;
    private static final int RESTART_FIRST = 0xD0;
    private static final int RESTART_LAST = 0xD7;
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int TABLES_FIRST = 0xDB;
    private static final int TABLES_LAST = 0xDD;
    private static final int APPLICATION_FIRST = 0xE0;
    private static final int APPLICATION_LAST = 0xEF;
    private static final int COMMENT = 0xFE;

    private final byte[] bytes;
    private int at;

    private JpegRules(byte[] bytes) {
        this.bytes = bytes;
    }

    static boolean whole(byte[] bytes) {
        return new JpegRules(bytes).whole();
    }

    private boolean whole() {
        if (marker() != START || at != 2) {
            return false;
        }
        boolean framed = false;
        boolean scanned = false;
        while (true) {
            int marker = marker();
            if (marker == END) {
                return scanned && at == bytes.length;
            }
            boolean scan = marker == SCAN;
            if (!segmented(marker) || scan && !framed || !skipped()) {
                return false;
            }
            framed |= frames(marker);
            if (scan) {
                scanned = true;
                overScan();
            }
        }
    }

    /** The marker's code, with what may fill up before it; -1 where there is none. */
    private int marker() {
        if (at + 1 >= bytes.length || octet(at) != 0xFF) {
            return -1;
        }
        while (at < bytes.length && octet(at) == 0xFF) {
            at++;
        }
        return at < bytes.length ? octet(at++) : -1;
    }

    /** Whether a segment of known use stands behind the marker. */
    private static boolean segmented(int marker) {
        return frames(marker)
                || marker == HUFFMAN
                || marker == ARITHMETIC
                || marker == SCAN
                || marker >= TABLES_FIRST && marker <= TABLES_LAST
                || marker >= APPLICATION_FIRST && marker <= APPLICATION_LAST
                || marker == COMMENT;
    }

    private static boolean frames(int marker) {
        return marker >= FRAMES_FIRST
                && marker <= FRAMES_LAST
                && marker != HUFFMAN
                && marker != EXTENSION
                && marker != ARITHMETIC;
    }

    /** Past the segment, which counts its length's own two bytes. */
    private boolean skipped() {
        if (at + 2 > bytes.length) {
            return false;
        }
        int length = octet(at) << 8 | octet(at + 1);
        if (length < 2 || length > bytes.length - at) {
            return false;
        }
        at += length;
        return true;
    }

    /** To the next marker: stuffed bytes and restarts are the scan's own. */
    private void overScan() {
        while (at + 1 < bytes.length) {
            if (octet(at) == 0xFF) {
                int next = octet(at + 1);
                boolean own = next == 0 || next >= RESTART_FIRST && next <= RESTART_LAST;
                if (!own && next != 0xFF) {
                    return;
                }
                at += own ? 2 : 1;
            } else {
                at++;
            }
        }
    }

    private int octet(int index) {
        return bytes[index] & 0xff;
    }
}
