package org.plenary.circulation;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import org.plenary.circulation.domain.DispatchEvent.DispatchOrdered;
import org.plenary.circulation.domain.Recipient;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** E-mail to a party: plain text, third person, and the same Message-ID at every attempt. */
final class Post {
    private static final String FROM = "secretariat@plenary.example";

    private final JavaMailSender sender;

    Post(JavaMailSender sender) {
        this.sender = sender;
    }

    static String messageId(String dispatch, String party) {
        return "<" + dispatch + "." + party + "@plenary.example>";
    }

    /** Hands the message to the mail server. */
    void send(String dispatch, DispatchOrdered order, Recipient to) throws MailException, MessagingException {
        String id = messageId(dispatch, to.party());
        MimeMessage message = new MimeMessage(((JavaMailSenderImpl) sender).getSession()) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        MimeMessageHelper mail = new MimeMessageHelper(message, StandardCharsets.UTF_8.name());
        mail.setFrom(FROM);
        mail.setTo(
                to.addressees().stream().map(a -> a + "@mail.plenary.example").toArray(String[]::new));
        String symbol = order.symbol() == null ? "" : order.symbol() + " ";
        mail.setSubject(symbol + order.title());
        mail.setText(text(dispatch, order, to));
        sender.send(message);
    }

    private static String text(String dispatch, DispatchOrdered order, Recipient to) {
        String subject = switch (order.kind()) {
            case MEETING_CONVENED -> "the convening of the following meeting";
            case AGENDA_CIRCULATED -> "the provisional agenda of the following meeting";
            case SILENCE_PLACED -> "the placing under silence of the following text";
            case SILENCE_BROKEN -> "that silence on the following text was broken";
            case DOCUMENT_ADOPTED -> "the adoption of the following text";
            case DOCUMENT_PUBLISHED -> "the publication of the following outcome";
        };
        return """
                The secretariat presents its compliments to the delegation of %s and has the honour to inform it of %s.

                %s%s
                %s

                The delegation is kindly requested to acknowledge receipt (reference %s).
                """.formatted(
                        to.party(),
                        subject,
                        order.symbol() == null ? "" : order.symbol() + ": ",
                        order.title(),
                        order.note(),
                        dispatch);
    }
}
