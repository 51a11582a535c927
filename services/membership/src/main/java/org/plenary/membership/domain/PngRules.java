package org.plenary.membership.domain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;
import java.util.zip.CRC32;

/**
 * Whether a PNG is one image from its first byte to its last: PNG (third edition), section 5. Chunks are of the registered
 * names only, for another may carry anything.
 */
final class PngRules {
    private static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
    private static final Set<String> CRITICAL = Set.of("IHDR", "PLTE", "IDAT", "IEND");
    /** Of the specification itself, and of the register of extensions. */
    private static final Set<String> ANCILLARY = Set.of(
            "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "tEXt", "zTXt", "iTXt", "bKGD",
            "hIST", "pHYs", "sPLT", "eXIf", "tIME", "acTL", "fcTL", "fdAT", "oFFs", "pCAL", "sCAL", "gIFg", "gIFt",
            "gIFx", "sTER", "dSIG");

    /** Length, name and check sum. */
    private static final int FRAME = 12;

    private static final int HEADER = 13;

    private PngRules() {}

    /** IHDR, then chunk after chunk, each unharmed, to IEND, which ends the file. */
    static boolean whole(String all, byte[] bytes) {
        if (!all.startsWith(SIGNATURE)) {
            return false;
        }
        boolean image = false;
        int at = SIGNATURE.length();
        while (at + FRAME <= bytes.length) {
            int length = number(bytes, at);
            if (length < 0 || length > bytes.length - at - FRAME) {
                return false;
            }
            String name = new String(bytes, at + 4, 4, ISO_8859_1);
            boolean first = at == SIGNATURE.length();
            boolean header = name.equals("IHDR") && length == HEADER;
            boolean known = CRITICAL.contains(name) || ANCILLARY.contains(name);
            if (!known || first != header || !unharmed(bytes, at, length)) {
                return false;
            }
            at += FRAME + length;
            if (name.equals("IEND")) {
                return image && length == 0 && at == bytes.length;
            }
            image |= name.equals("IDAT");
        }
        return false;
    }

    private static boolean unharmed(byte[] bytes, int at, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, at + 4, 4 + length);
        return (int) sum.getValue() == number(bytes, at + 8 + length);
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }
}
