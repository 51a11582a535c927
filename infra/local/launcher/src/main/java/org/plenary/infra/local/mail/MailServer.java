package org.plenary.infra.local.mail;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A mail server on loopback that takes every message and keeps it in memory, for the embedded default. */
public final class MailServer implements AutoCloseable {
    /** Messages kept; beyond it all are dropped, as a page shows only what is recent. */
    public static final int MESSAGES_MAX = 5_000;

    /** A message as the page shows it. */
    public record Message(int number, String to, String subject, String date, String text) {}

    private final GreenMail server;

    private MailServer(GreenMail server) {
        this.server = server;
    }

    /** Starts SMTP and IMAP on these ports. */
    public static MailServer start(int smtpPort, int imapPort) {
        GreenMail server = new GreenMail(new ServerSetup[] {
            new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(imapPort, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
        });
        server.start();
        return new MailServer(server);
    }

    /** The newest messages to an address that contains the text, newest first. */
    public List<Message> newest(String to, int max) {
        MimeMessage[] all = server.getReceivedMessages();
        List<Message> found = new ArrayList<>();
        for (int i = all.length - 1; i >= 0 && found.size() < max; i--) {
            Message m = message(i, all[i]);
            if (m.to().contains(to)) {
                found.add(m);
            }
        }
        if (all.length > MESSAGES_MAX) {
            drop();
        }
        return found;
    }

    private void drop() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message message(int number, MimeMessage m) {
        try {
            String to = Arrays.toString(Objects.requireNonNullElse(m.getAllRecipients(), new Object[0]));
            return new Message(
                    number,
                    to.substring(1, to.length() - 1),
                    String.valueOf(m.getSubject()),
                    String.valueOf(m.getSentDate()),
                    String.valueOf(m.getContent()));
        } catch (MessagingException | IOException e) {
            return new Message(number, "", "(unreadable)", "", "");
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
