package org.plenary.membership.domain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Whether a PDF is one from its first byte to its last, and does nothing but show pages (ISO 32000-2). Names are read as
 * a reader reads them, so that {@code /J#61vaScript} is no way round; object streams, where names can hide, are looked
 * into up to a limit.
 */
final class PdfRules {
    /** Bytes that all object streams of a file may unpack to. */
    static final int UNPACKED_MAX = 16 * 1024 * 1024;

    private static final Pattern BEGIN = Pattern.compile("%PDF-[12]\\.\\d");
    private static final Pattern END = Pattern.compile("%%EOF[\\r\\n\\t \\x00]*\\z");
    private static final Pattern ESCAPED = Pattern.compile("#([0-9a-fA-F]{2})");
    private static final Pattern ACTIVE = Pattern.compile(
            "/(JavaScript|Launch|EmbeddedFiles?|OpenAction|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])");
    private static final Pattern ENCRYPTED = Pattern.compile("/Encrypt(?![A-Za-z0-9])");
    private static final Pattern OBJECT_STREAM = Pattern.compile("/ObjStm(?![A-Za-z0-9])");
    /** Packed once, the usual way, and said so on the spot. */
    private static final Pattern ONCE =
            Pattern.compile("/Filter\\s*(\\[\\s*)?/FlateDecode\\s*(\\]|/(?!FlateDecode)|>>)");

    private static final Pattern STREAM = Pattern.compile("stream\\r?\\n");

    private PdfRules() {}

    static Optional<FileFault> fault(String all, byte[] bytes) {
        if (!BEGIN.matcher(all).lookingAt() || !END.matcher(all).find()) {
            return Optional.of(FileFault.FILE_MALFORMED);
        }
        String names = names(all);
        if (ACTIVE.matcher(names).find()) {
            return Optional.of(FileFault.FILE_ACTIVE);
        }
        if (ENCRYPTED.matcher(names).find()) {
            return Optional.of(FileFault.FILE_UNREADABLE);
        }
        return hidden(all, bytes);
    }

    private static String names(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }

    private static Optional<FileFault> hidden(String all, byte[] bytes) {
        int left = UNPACKED_MAX;
        Matcher found = OBJECT_STREAM.matcher(all);
        while (found.find()) {
            Matcher stream = STREAM.matcher(all);
            if (!stream.find(found.end())) {
                return Optional.of(FileFault.FILE_MALFORMED);
            }
            int object = Math.max(0, all.lastIndexOf("obj", found.start()));
            String dictionary = names(all.substring(object, stream.start()));
            if (!dictionary.contains("/Filter")) {
                continue; // it lies open, and was looked through with the rest
            }
            String unpacked = ONCE.matcher(dictionary).find() && !dictionary.contains("/Predictor")
                    ? unpacked(bytes, stream.end(), left)
                    : null;
            if (unpacked == null) {
                return Optional.of(FileFault.FILE_UNREADABLE);
            }
            left -= unpacked.length();
            if (left <= 0) {
                return Optional.of(FileFault.FILE_UNREADABLE);
            }
            if (ACTIVE.matcher(names(unpacked)).find()) {
                return Optional.of(FileFault.FILE_ACTIVE);
            }
        }
        // a type that is written with escapes would not be found above
        return OBJECT_STREAM.matcher(names(all)).results().count()
                        == OBJECT_STREAM.matcher(all).results().count()
                ? Optional.empty()
                : Optional.of(FileFault.FILE_UNREADABLE);
    }

    /** What the stream unpacks to, up to the limit; null where it is damaged. */
    private static @Nullable String unpacked(byte[] bytes, int from, int max) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, from, bytes.length - from);
            byte[] out = new byte[Math.min(max, 64 * 1024)];
            StringBuilder text = new StringBuilder();
            while (!inflater.finished() && text.length() < max) {
                int n = inflater.inflate(out);
                if (n == 0) {
                    break;
                }
                text.append(new String(out, 0, n, ISO_8859_1));
            }
            return text.toString();
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }
}
