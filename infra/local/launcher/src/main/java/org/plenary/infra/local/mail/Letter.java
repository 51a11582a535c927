package org.plenary.infra.local.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as one mailbox received it; none of its text is trusted.
 *
 * @param id counts deliveries from 1
 * @param to the mailbox, from the envelope, in lower case
 * @param text the plain text, at most {@link #TEXT_MAX} characters
 * @param headers decoded, at most {@link #HEADERS_MAX}
 */
record Letter(long id, Instant received, String to, String from, String subject, List<Field> headers, String text) {
    static final int TEXT_MAX = 100_000;
    static final int HEADERS_MAX = 100;
    private static final int PARTS_DEEP = 8;

    /** A header line. */
    record Field(String name, String value) {}

    static Letter of(long id, Instant received, String to, MimeMessage message) {
        List<Field> headers = headers(message);
        return new Letter(id, received, to, value(headers, "From"), value(headers, "Subject"), headers, shown(message));
    }

    private static List<Field> headers(MimeMessage message) {
        try {
            List<Field> headers = new ArrayList<>();
            for (Header h : Collections.list(message.getAllHeaders())) {
                if (headers.size() < HEADERS_MAX) {
                    headers.add(new Field(h.getName(), decoded(h.getValue())));
                }
            }
            return List.copyOf(headers);
        } catch (MessagingException e) {
            return List.of();
        }
    }

    private static String decoded(String value) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (UnsupportedEncodingException e) {
            return value;
        }
    }

    private static String value(List<Field> headers, String name) {
        return headers.stream()
                .filter(h -> h.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst()
                .orElse("");
    }

    private static String shown(MimeMessage message) {
        try {
            String text = text(message, 0);
            if (text == null) {
                return "(This message has no plain text.)";
            }
            return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "\n(cut)";
        } catch (MessagingException | IOException e) {
            return "(This message cannot be read.)";
        }
    }

    /** The first plain text that is no attachment; null where there is none. */
    private static @Nullable String text(Part part, int deep) throws MessagingException, IOException {
        if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || deep > PARTS_DEEP) {
            return null;
        }
        if (part.isMimeType("text/plain")) {
            return String.valueOf(part.getContent());
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                String text = text(inner, deep + 1);
                if (text != null) {
                    return text;
                }
            }
        }
        return null;
    }
}
