package org.plenary.membership;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.test.http.AccessMatrix.Special;
import org.plenary.membership.domain.FileKind;
import org.plenary.membership.domain.Invitation;
import org.springframework.context.ApplicationContext;

/** Where membership's operations belong that are no commands and no reads of streams, and how they are asked. */
final class OfNoStream {
    private static final String FORUM = "forum-0b9a7f0e-1c2d-5e3f-8a4b-5c6d7e8f9a0b";
    private static final String PARTY = "th";
    private static final String PDF =
            "%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

    private OfNoStream() {}

    /** By operation; one file of the party is kept, and the invitation's offer is opened with the hash of its secret. */
    static Map<String, Special> all(ApplicationContext context, String forum, String invitation, Object state) {
        String file = context.getBean(NotesVerbales.class)
                .keep(
                        UUID.nameUUIDFromBytes(new byte[] {1}),
                        FORUM,
                        PARTY,
                        FileKind.PDF,
                        "note.pdf",
                        PDF.getBytes(StandardCharsets.US_ASCII))
                .orElseThrow()
                .reference()
                .body();
        Scope ofParty = new Scope(FORUM, null, PARTY, "-", Audience.unit(PARTY));
        Scope ofForum = new Scope(FORUM, null, null, "-", Audience.FORUM);
        return Map.of(
                "KeepFile", new Special(ofParty, "", "multipart/form-data; boundary=b", upload()),
                "ReadFile", new Special(ofParty, file, "", ""),
                "ExportRegister", new Special(new Scope(forum, null, null, "-", Audience.PUBLIC), "", "", ""),
                "ReadOffer",
                        new Special(
                                new Scope(FORUM, null, null, "-", Audience.PUBLIC),
                                invitation,
                                "",
                                "",
                                Map.of("Secret-Hash", ((Invitation) state).secretHash()),
                                true),
                "PreviewRegisterImport",
                        new Special(
                                ofForum,
                                "",
                                "application/json",
                                "{\"format\":\"CSV\",\"content\":\"party,partyClass,name,zone\\n\"}"));
    }

    private static String upload() {
        return part("forum", FORUM) + part("party", PARTY)
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"note.pdf\"\r\n\r\n" + PDF
                + "\r\n--b--\r\n";
    }

    private static String part(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }
}
