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
    private static final String SPACE = "[\\s\\x00]";
    /** A reference to another object; a comment may stand between its words. */
    private static final String REFERENCE =
            "\\d++(" + SPACE + "*+%|" + SPACE + "++\\d++(" + SPACE + "*+%|" + SPACE + "++R))";
    /** The two-letter names with what follows them, for a long image has the letters alone in it by chance. */
    private static final Pattern ACTIVE = Pattern.compile(
            "/((JavaScript|Launch|EmbeddedFiles?|OpenAction|RichMedia|Rendition|XFA|SubmitForm|ImportData|GoToE|FileAttachment)"
                    + "(?![A-Za-z0-9])|JS" + SPACE + "*+([(<%]|" + REFERENCE + ")|AA" + SPACE + "*+(<<|%|" + REFERENCE
                    + "))");

    private static final Pattern ENCRYPTED = Pattern.compile("/Encrypt(?![A-Za-z0-9])");
    private static final Pattern OBJECT_STREAM = Pattern.compile("/ObjStm(?![A-Za-z0-9])");
    private static final Pattern FILTER = Pattern.compile("/Filter(?![A-Za-z0-9])");
    /** Packed once, the usual way, and said so on the spot. */
    private static final Pattern ONCE =
            Pattern.compile("/Filter\\s*(/FlateDecode\\s*(/|>>)|\\[\\s*/FlateDecode\\s*\\])");
    /** An object's begin and all of its dictionary; with neither text nor comment in it, where words could be hidden. */
    private static final Pattern DICTIONARY = Pattern.compile("obj\\s*<<[^()%\\\\]*>>\\s*");
    /** What an object stream that lies open begins with: an object's number and its place, then in time an object. */
    private static final Pattern OPEN = Pattern.compile("\\s*+(?:\\d++\\s++\\d++\\s++)++[<\\[(/]");

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
            String dictionary = dictionary(all, found.start(), stream.start());
            if (dictionary == null) {
                return Optional.of(FileFault.FILE_UNREADABLE);
            }
            long filters = FILTER.matcher(dictionary).results().count();
            if (filters == 0
                    && OPEN.matcher(all).region(stream.end(), all.length()).lookingAt()) {
                found.region(stream.end(), all.length());
                continue; // it lies open, and was looked through with the rest
            }
            String unpacked = filters == 1 && ONCE.matcher(dictionary).find() && !dictionary.contains("/Predictor")
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
            found.region(stream.end(), all.length());
        }
        // a type that is written with escapes would not be found above
        return OBJECT_STREAM.matcher(names(all)).results().count()
                        == OBJECT_STREAM.matcher(all).results().count()
                ? Optional.empty()
                : Optional.of(FileFault.FILE_UNREADABLE);
    }

    /**
     * The dictionary that ends where the stream begins; null where its begin is not certain. The word that begins an
     * object can stand in a text or a comment, behind which the rest would look like a dictionary of its own.
     */
    private static @Nullable String dictionary(String all, int type, int stream) {
        int object = Math.max(0, all.lastIndexOf("obj", type));
        String text = names(all.substring(object, stream));
        int line = Math.max(all.lastIndexOf('\n', object), all.lastIndexOf('\r', object));
        boolean behindComment = all.substring(line + 1, object).contains("%");
        return DICTIONARY.matcher(text).matches() && !behindComment && balanced(text) ? text : null;
    }

    private static boolean balanced(String dictionary) {
        int depth = 0;
        boolean ended = false;
        for (int i = 0; i < dictionary.length(); i++) {
            if (dictionary.startsWith("<<", i) || dictionary.startsWith(">>", i)) {
                if (ended) {
                    return false;
                }
                depth += dictionary.charAt(i) == '<' ? 1 : -1;
                ended = depth == 0;
                i++;
            } else if (dictionary.charAt(i) == '<' || dictionary.charAt(i) == '>') {
                return false; // a text in hexadecimal digits
            }
        }
        return ended;
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
