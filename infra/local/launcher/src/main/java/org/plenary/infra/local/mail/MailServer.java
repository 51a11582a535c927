package org.plenary.infra.local.mail;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A mail server on loopback that takes every message and keeps the newest in memory, for the embedded default. IMAP
 * opens a mailbox with its address as name and password.
 */
public final class MailServer implements AutoCloseable {
    /** Deliveries kept; the oldest are dropped, from IMAP as well. */
    public static final int MESSAGES_MAX = 5_000;

    private static final long START_MILLIS = 10_000;

    private final GreenMail server;
    private final int messagesMax;
    private final Deque<Letter> letters = new ArrayDeque<>();
    private long delivered;

    private MailServer(GreenMail server, int messagesMax) {
        this.server = server;
        this.messagesMax = messagesMax;
    }

    /**
     * Starts SMTP and IMAP on these ports of loopback; 0 takes any free one.
     *
     * @throws IllegalStateException where a port is taken
     */
    public static MailServer start(int smtpPort, int imapPort) {
        return start(smtpPort, imapPort, MESSAGES_MAX);
    }

    static MailServer start(int smtpPort, int imapPort, int messagesMax) {
        GreenMail server = new GreenMail(new ServerSetup[] {
            setup(smtpPort, ServerSetup.PROTOCOL_SMTP), setup(imapPort, ServerSetup.PROTOCOL_IMAP)
        });
        MailServer mail = new MailServer(server, messagesMax);
        server.start();
        // Starting makes the managers anew, so the handler is theirs only from here on.
        server.getManagers().getUserManager().setMessageDeliveryHandler(mail::deliver);
        return mail;
    }

    private static ServerSetup setup(int port, String protocol) {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(START_MILLIS);
        return setup;
    }

    /** Where SMTP listens. */
    public int smtpPort() {
        return server.getSmtp().getPort();
    }

    /** Where IMAP listens. */
    public int imapPort() {
        return server.getImap().getPort();
    }

    /** What was delivered to mailboxes whose address contains the text, newest first. */
    synchronized List<Letter> newest(String to, int skip, int max) {
        String wanted = to.toLowerCase(Locale.ROOT).strip();
        return letters.stream()
                .filter(l -> l.to().contains(wanted))
                .skip(skip)
                .limit(max)
                .toList();
    }

    synchronized Optional<Letter> letter(long id) {
        return letters.stream().filter(l -> l.id() == id).findFirst();
    }

    /** Called for each recipient before the message is put into the mailbox that this answers with. */
    private synchronized GreenMailUser deliver(MovingMessage message, MailAddress recipient) throws UserException {
        String to = recipient.getEmail().toLowerCase(Locale.ROOT);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        letters.addFirst(Letter.of(++delivered, now, to, message.getMessage()));
        if (letters.size() > messagesMax) {
            dropOldest();
        }
        UserManager users = server.getManagers().getUserManager();
        GreenMailUser user = users.getUserByEmail(to);
        return user != null ? user : users.createUser(to, to, to);
    }

    /** A mailbox is in order of arrival: the oldest delivery of all is the first message of its mailbox. */
    private void dropOldest() {
        GreenMailUser user = server.getManagers()
                .getUserManager()
                .getUserByEmail(letters.removeLast().to());
        if (user == null) {
            return;
        }
        try {
            MailFolder inbox = server.getManagers().getImapHostManager().getInbox(user);
            long[] uids = inbox.getMessageUids();
            if (uids.length > 0) {
                inbox.setFlags(new Flags(Flags.Flag.DELETED), true, uids[0], null, true);
                inbox.expunge();
            }
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
