package org.plenary.infra.local.mail;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.local.signin.SignInServer;

class MailTest {
    @Test
    void a_letter_is_shown_escaped_under_a_strict_policy(@TempDir Path data) throws Exception {
        try (MailServer mail = MailServer.start(0, 0);
                SignInServer pages = new SignInServer(data, mail)) {
            send(mail, "au.focal@demo.example", "<img src=x onerror=1>", "Sehr geehrte & <script>alert(1)</script>");
            await().atMost(60, SECONDS).until(() -> mail.newest("", 0, 10).size() == 1);

            HttpResponse<String> list = pages.browser().get("/idp/mail/");
            HttpResponse<String> letter = pages.browser().get("/idp/mail/1");

            assertThat(list.body())
                    .contains("&lt;img src=x onerror=1&gt;", "au.focal@demo.example", "href=\"/mail/1\"")
                    .doesNotContain("<img", "<script");
            assertThat(letter.body())
                    .contains("Sehr geehrte &amp; &lt;script&gt;alert(1)&lt;/script&gt;", ">X-Marked<", ">&lt;b&gt;<")
                    .doesNotContain("<img", "<script", "<b>");
            assertThat(letter.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none';");
            assertThat(pages.browser().get("/idp/mail/2").statusCode()).isEqualTo(404);
            assertThat(pages.browser()
                            .get("/idp/mail/?to=%22%3E%3Cscript%3E&page=x")
                            .body())
                    .contains("Nothing was received there", "&quot;&gt;&lt;script&gt;")
                    .doesNotContain("<script");
        }
    }

    @Test
    void the_list_has_the_newest_first_fifty_a_page_and_filters_by_recipient(@TempDir Path data) throws Exception {
        try (MailServer mail = MailServer.start(0, 0);
                SignInServer pages = new SignInServer(data, mail)) {
            for (int i = 1; i <= MailPage.PAGE + 1; i++) {
                send(mail, (i % 2 == 0 ? "id" : "au") + ".focal@demo.example", "subject-" + i + ".", "text");
            }
            await().atMost(60, SECONDS).until(() -> mail.newest("", 0, 100).size() == MailPage.PAGE + 1);

            String first = pages.browser().get("/idp/mail/").body();
            String second = pages.browser().get("/idp/mail/?page=2").body();
            String filtered = pages.browser().get("/idp/mail/?to=ID.focal").body();

            assertThat(first).contains("subject-51.", "subject-2.", ">Older<").doesNotContain("subject-1.", ">Newer<");
            assertThat(first.indexOf("subject-51.")).isLessThan(first.indexOf("subject-50."));
            assertThat(second).contains("subject-1.", ">Newer<").doesNotContain("subject-2.", ">Older<");
            assertThat(filtered).contains("subject-50.").doesNotContain("subject-51.", "au.focal");
        }
    }

    @Test
    void beyond_the_limit_the_oldest_letter_is_dropped_from_imap_as_well() throws Exception {
        try (MailServer mail = MailServer.start(0, 0, 3)) {
            send(mail, "au.focal@demo.example", "first", "text");
            await().atMost(60, SECONDS)
                    .until(() -> subjects(mail, "au.focal@demo.example").equals(List.of("first")));
            for (String subject : List.of("second", "third", "fourth")) {
                send(mail, "AU.focal@demo.example", subject, "text");
            }

            await().atMost(60, SECONDS)
                    .untilAsserted(() -> assertThat(subjects(mail, "au.focal@demo.example"))
                            .containsExactly("second", "third", "fourth"));
            assertThat(mail.newest("", 0, 10)).extracting(Letter::subject).containsExactly("fourth", "third", "second");
            assertThat(mail.letter(1)).isEmpty();
        }
    }

    @Test
    void of_a_letter_in_parts_the_plain_text_is_shown() throws Exception {
        MimeBodyPart attached = new MimeBodyPart();
        attached.setText("attached");
        attached.setDisposition(MimeBodyPart.ATTACHMENT);
        MimeBodyPart html = new MimeBodyPart();
        html.setContent("<p>hello</p>", "text/html");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText("hello");
        MimeBodyPart both = new MimeBodyPart();
        both.setContent(new MimeMultipart("alternative", html, plain));
        MimeMessage message = new MimeMessage((Session) null);
        message.setSubject("Übersicht", "UTF-8");
        message.setContent(new MimeMultipart(attached, both));
        message.saveChanges();

        Letter letter = Letter.of(1, java.time.Instant.EPOCH, "au.head@demo.example", message);

        assertThat(letter.text()).isEqualTo("hello");
        assertThat(letter.subject()).isEqualTo("Übersicht");
    }

    private static void send(MailServer mail, String to, String subject, String text) throws MessagingException {
        Properties settings = new Properties();
        settings.setProperty("mail.smtp.host", "127.0.0.1");
        settings.setProperty("mail.smtp.port", Integer.toString(mail.smtpPort()));
        MimeMessage message = new MimeMessage(Session.getInstance(settings));
        message.setFrom(new InternetAddress("no-reply@plenary.example"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "UTF-8");
        message.setHeader("X-Marked", "<b>");
        message.setText(text, "UTF-8");
        Transport.send(message);
    }

    private static List<String> subjects(MailServer mail, String mailbox) throws MessagingException {
        try (Store store = Session.getInstance(new Properties()).getStore("imap")) {
            store.connect("127.0.0.1", mail.imapPort(), mailbox, mailbox);
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            java.util.ArrayList<String> subjects = new java.util.ArrayList<>();
            for (Message m : inbox.getMessages()) {
                subjects.add(m.getSubject());
            }
            return subjects;
        }
    }
}
