package org.plenary.membership.domain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the bytes of a file are one note verbale and nothing besides: only this kind, whole, with nothing before or
 * behind it, and nothing that acts. Archives are never unpacked.
 */
public final class FileRules {
    /** Bytes of a file at most. */
    public static final int BYTES_MAX = 5 * 1024 * 1024;
    /** Characters of a name that is accepted, and of what is kept of it. */
    public static final int NAME_MAX = 255;

    public static final int NAME_KEPT_MAX = 100;

    /** Readers look for a page's or a PDF's begin in the first kilobyte. */
    private static final int HEAD = 1024;
    /** The end of a ZIP's directory: 22 bytes and a comment of at most 65,535. */
    private static final int ZIP_TAIL = 22 + 65_535;

    private static final String ZIP_END = "PK\5\6";
    private static final List<String> PAGE_MARKS =
            List.of("<script", "<html", "<!doctype", "<svg", "<body", "<iframe", "<?php", "<meta", "javascript:");

    private FileRules() {}

    /** What is wrong with the bytes as a file of the kind; empty where nothing is. */
    public static Optional<FileFault> fault(FileKind kind, byte[] bytes) {
        String all = new String(bytes, ISO_8859_1);
        if (twoKinds(kind, all)) {
            return Optional.of(FileFault.FILE_OF_TWO_KINDS);
        }
        return switch (kind) {
            case PDF -> PdfRules.fault(all, bytes);
            case PNG -> whole(PngRules.whole(all, bytes));
            case JPEG -> whole(JpegRules.whole(bytes));
        };
    }

    private static Optional<FileFault> whole(boolean whole) {
        return whole ? Optional.empty() : Optional.of(FileFault.FILE_MALFORMED);
    }

    private static boolean twoKinds(FileKind kind, String all) {
        String begin = all.substring(0, Math.min(HEAD, all.length())).toLowerCase(Locale.ROOT);
        boolean page = PAGE_MARKS.stream().anyMatch(begin::contains);
        boolean pdf = kind != FileKind.PDF && begin.contains("%pdf-");
        return page || pdf || archived(all);
    }

    /** A ZIP is read from its end, so one can stand behind anything: a directory's end whose comment ends the file. */
    private static boolean archived(String all) {
        int at = all.indexOf(ZIP_END, Math.max(0, all.length() - ZIP_TAIL));
        while (at >= 0) {
            if (at + 22 <= all.length()) {
                return true;
            }
            at = all.indexOf(ZIP_END, at + 1);
        }
        return false;
    }

    /** Whether a name is one: no path, no control or direction marks, not over-long. */
    public static boolean named(String name) {
        boolean plain = name.codePoints()
                .noneMatch(c -> c == '/'
                        || c == '\\'
                        || c == ':'
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
        String lower = name.toLowerCase(Locale.ROOT);
        boolean escaped =
                List.of("%00", "%0a", "%0d", "%2e%2e", "%2f", "%5c").stream().anyMatch(lower::contains);
        return plain && !escaped && !name.isBlank() && !name.startsWith(".") && name.length() <= NAME_MAX;
    }

    /** What is kept of a name, as text that nothing acts on. */
    public static String kept(String name) {
        StringBuilder kept = new StringBuilder();
        name.codePoints()
                .limit(NAME_KEPT_MAX)
                .map(c -> Character.isLetterOrDigit(c) || " ._-()".indexOf(c) >= 0 ? c : '_')
                .forEach(kept::appendCodePoint);
        return kept.length() > NAME_KEPT_MAX ? kept.substring(0, NAME_KEPT_MAX) : kept.toString();
    }
}
