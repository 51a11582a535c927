package org.plenary.membership;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.tika.Tika;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.http.BadInput;
import org.plenary.membership.domain.FileFault;
import org.plenary.membership.domain.FileKind;
import org.plenary.membership.domain.FileRules;
import org.springframework.http.MediaType;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * A file as it was sent, with whose it is. Exactly three parts are read; what the headers say of the file's kind is not
 * believed, and its name is only text.
 */
record Upload(String forum, String party, FileKind kind, String name, byte[] bytes) {
    private static final Set<String> PARTS = Set.of("forum", "party", "file");
    private static final int FIELD_MAX = 120;
    private static final Tika TIKA = new Tika();

    /** What the sender says, before the file is looked at. */
    record Sent(String forum, String party, Part file) {}

    /** Reads the parts; a body that is not exactly that is bad input. */
    static Sent parts(HttpServletRequest http) {
        boolean form = String.valueOf(http.getContentType())
                .toLowerCase(Locale.ROOT)
                .startsWith(MediaType.MULTIPART_FORM_DATA_VALUE);
        if (!form || !(http instanceof MultipartHttpServletRequest multipart)) {
            throw new BadInput(400, "content-type", "Send the file as multipart/form-data.", List.of());
        }
        try {
            multipart.getMultiFileMap();
            Collection<Part> parts = multipart.getParts();
            List<String> names = new ArrayList<>();
            parts.forEach(p -> names.add(p.getName()));
            if (names.size() != PARTS.size() || !PARTS.equals(Set.copyOf(names))) {
                throw malformed("Send the parts forum, party and file, each once, and no other.");
            }
            Part file = multipart.getPart("file");
            if (file.getSubmittedFileName() == null) {
                throw malformed("The part file has no file name, so it is no file.");
            }
            if (broken(file.getHeader("Content-Disposition"))) {
                throw malformed("The file's name has an end of line in it.");
            }
            return new Sent(field(multipart.getPart("forum")), field(multipart.getPart("party")), file);
        } catch (MaxUploadSizeExceededException e) {
            throw tooLarge();
        } catch (MultipartException | IOException | ServletException | IllegalStateException e) {
            throw malformed("The body is not well-formed multipart/form-data.");
        }
    }

    /** A name that an end of line cuts in two leaves its first quotation mark alone. */
    private static boolean broken(@Nullable String disposition) {
        return disposition == null || disposition.chars().filter(c -> c == '"').count() % 2 != 0;
    }

    private static String field(Part part) throws IOException {
        if (part.getSubmittedFileName() != null || part.getSize() > FIELD_MAX) {
            throw malformed("The part " + part.getName() + " is a short text.");
        }
        try (InputStream in = part.getInputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** Looks the file through. */
    static Upload of(Sent sent) throws IOException {
        String name = String.valueOf(sent.file().getSubmittedFileName());
        if (!FileRules.named(name)) {
            throw refused(FileFault.FILE_NAME_NOT_ALLOWED);
        }
        if (sent.file().getSize() > FileRules.BYTES_MAX) {
            throw tooLarge();
        }
        byte[] bytes;
        try (InputStream in = sent.file().getInputStream()) {
            bytes = in.readAllBytes();
        }
        if (bytes.length == 0) {
            throw refused(FileFault.FILE_EMPTY);
        }
        FileKind kind = kind(TIKA.detect(bytes));
        if (kind == null) {
            throw refused(FileFault.FILE_KIND_NOT_ALLOWED);
        }
        FileRules.fault(kind, bytes).ifPresent(fault -> {
            throw refused(fault);
        });
        return new Upload(sent.forum(), sent.party(), kind, name, bytes);
    }

    private static @Nullable FileKind kind(String mediaType) {
        return switch (mediaType) {
            case "application/pdf" -> FileKind.PDF;
            case "image/png" -> FileKind.PNG;
            case "image/jpeg" -> FileKind.JPEG;
            default -> null;
        };
    }

    private static BadInput malformed(String sentence) {
        return new BadInput(400, "multipart-malformed", sentence, List.of());
    }

    private static BadInput tooLarge() {
        return new BadInput(
                413, "body-too-large", "A file has at most 5 MiB, in three parts with short headers.", List.of());
    }

    private static BadInput refused(FileFault fault) {
        return new BadInput(400, fault.slug(), fault.sentence(), List.of());
    }
}
