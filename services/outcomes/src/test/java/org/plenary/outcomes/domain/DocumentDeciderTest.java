package org.plenary.outcomes.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.outcomes.domain.DocumentCommand.*;
import org.plenary.outcomes.domain.DocumentEvent.*;
import org.plenary.outcomes.domain.OutcomeFacts.KnownMeeting;
import org.plenary.outcomes.domain.OutcomeFacts.SigningKey;

class DocumentDeciderTest {
    private static final DocumentDecider RULES = new DocumentDecider();
    private static final List<Paragraph> TEXT = List.of(
            new Paragraph("pp1", ParagraphKind.PP, "Recalling,"), new Paragraph("op1", ParagraphKind.OP, "We commit."));
    private static final OutcomeRules CARD =
            new OutcomeRules(1, Duration.ofHours(72), Duration.ofDays(14), List.of("MEMBER_STATE"));
    private static final OutcomeFacts FACTS = new OutcomeFacts(
            new KnownMeeting("forum-1", "conference", "BP/MC.9", List.of("au", "id")),
            CARD,
            Map.of("au", "MEMBER_STATE", "id", "MEMBER_STATE"),
            Map.of());
    private static final String HASH =
            Canonical.hash(Canonical.bytes("BP/MC.9", DocumentClass.DECLARATION, "Declaration", "en", TEXT));
    private static final DraftOpened OPENED = new DraftOpened(
            "forum-1",
            "meeting-1",
            "conference",
            "BP/MC.9",
            DocumentClass.DECLARATION,
            "Declaration",
            "en",
            TEXT,
            List.of("au", "id"),
            CARD,
            "secretariat");

    private static DeciderSpecification<DocumentCommand, Document, DocumentEvent, OutcomeFacts> negotiating() {
        return spec(RULES).given(OPENED, new DraftCirculated(1, HASH, List.of("au", "id")));
    }

    private static DeciderSpecification<DocumentCommand, Document, DocumentEvent, OutcomeFacts> adopted() {
        return negotiating()
                .given(
                        new DraftCleaned(1, HASH, "secretariat"),
                        new DraftReady(HASH),
                        new SymbolAssigned("BP/MC.9/L.1"))
                .given(new SilenceKeyTurned("au", "au.cochair", HASH, NOON, "UTC"))
                .given(new SilencePlaced(
                        "forum-1",
                        "meeting-1",
                        HASH,
                        "BP/MC.9/L.1",
                        "Declaration",
                        NOON,
                        NOON.plusSeconds(10),
                        "UTC",
                        Duration.ZERO,
                        Duration.ZERO,
                        List.of("au"),
                        List.of("au"),
                        1))
                .given(new DocumentAdopted(
                        "forum-1",
                        "meeting-1",
                        "BP/MC.9/L.1",
                        "Declaration",
                        Basis.SILENCE,
                        NOON,
                        HASH,
                        1,
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        NOON.plusSeconds(60),
                        List.of("au")));
    }

    @Test
    void a_draft_needs_a_known_meeting_a_rule_card_and_single_paragraph_ids() {
        OpenDraft open = new OpenDraft("meeting-1", DocumentClass.DECLARATION, "Declaration", TEXT);
        spec(RULES).when(open, FACTS).thenKinds(DraftOpened.class);
        spec(RULES)
                .when(open, new OutcomeFacts(null, null, Map.of(), Map.of()))
                .thenRejected(DocumentRule.MEETING_UNKNOWN);
        spec(RULES)
                .when(open, new OutcomeFacts(FACTS.meeting(), null, Map.of(), Map.of()))
                .thenRejected(DocumentRule.RULE_CARD_MISSING);
        OpenDraft twice = new OpenDraft("meeting-1", DocumentClass.DECLARATION, "D", List.of(TEXT.get(0), TEXT.get(0)));
        spec(RULES).when(twice, FACTS).thenRejected(DocumentRule.PARAGRAPH_TWICE);
    }

    @Test
    void both_keys_release_a_draft() {
        spec(RULES)
                .given(OPENED)
                .by(person("au.cochair", "au"))
                .when(new CirculateDraft(HASH), FACTS)
                .thenKinds(DraftKeyTurned.class);
        spec(RULES)
                .given(OPENED, new DraftKeyTurned("au", "au.cochair", HASH))
                .by(person("id.cochair", "id"))
                .when(new CirculateDraft(HASH), FACTS)
                .thenKinds(DraftKeyTurned.class, DraftCirculated.class);
        negotiating()
                .by(person("au.cochair", "au"))
                .when(new CirculateDraft(HASH), FACTS)
                .thenRejected(DocumentRule.NOT_A_ZERO_DRAFT);
    }

    @Test
    void an_amendment_voids_the_agreements_on_its_paragraph_only() {
        Document d = negotiating()
                .given(new ParagraphAgreed("pp1", "au", "au.head"), new ParagraphAgreed("op1", "au", "au.head"))
                .by(person("th.head", "th"))
                .when(new AmendParagraph("op1", "We promise."), FACTS)
                .state();
        assertThat(d.agreements()).containsOnlyKeys("pp1");
        assertThat(d.paragraphs().get(1).text()).isEqualTo("We promise.");
        assertThat(d.hash()).isNotEqualTo(HASH);
    }

    @Test
    void a_text_is_clean_when_every_paragraph_is_agreed_as_it_stands() {
        var one = negotiating()
                .given(new ParagraphAgreed("pp1", "au", "au.head"), new ParagraphAgreed("pp1", "id", "id.head"));
        one.when(new CleanDraft(), FACTS).thenRejected(DocumentRule.PARAGRAPH_NOT_AGREED);
        one.given(new ParagraphAgreed("op1", "au", "au.head"), new ParagraphAgreed("op1", "id", "id.head"))
                .when(new CleanDraft(), FACTS)
                .thenKinds(DraftCleaned.class);
        negotiating().when(new AgreeParagraph("op9"), FACTS).thenRejected(DocumentRule.PARAGRAPH_UNKNOWN);
        spec(RULES).given(OPENED).when(new AgreeParagraph("op1"), FACTS).thenRejected(DocumentRule.NOT_NEGOTIATING);
        negotiating().when(new ConfirmText(HASH), FACTS).thenRejected(DocumentRule.NOT_CLEAN);
    }

    @Test
    void statements_are_taken_within_their_window_only() {
        MakeStatement statement = new MakeStatement(StatementKind.RESERVATION, "op1", "Not for us.");
        adopted()
                .by(person("th.head", "th"))
                .at(NOON.plusSeconds(59))
                .when(statement, FACTS)
                .thenKinds(StatementMade.class);
        adopted().at(NOON.plusSeconds(60)).when(statement, FACTS).thenRejected(DocumentRule.STATEMENTS_CLOSED);
        negotiating().when(statement, FACTS).thenRejected(DocumentRule.NOT_ADOPTED);
        adopted().at(NOON.plusSeconds(69)).when(new CloseStatements(), FACTS).thenNothing();
        adopted().at(NOON.plusSeconds(70)).when(new CloseStatements(), FACTS).thenKinds(StatementsClosed.class);
    }

    @Test
    void both_offices_sign_the_adopted_bytes_with_their_registered_keys() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String raw =
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        OutcomeFacts facts = new OutcomeFacts(
                FACTS.meeting(), CARD, FACTS.partyClasses(), Map.of("au-1", new SigningKey("au", raw)));
        byte[] bytes = adopted().state().canonicalBytes();
        String good = jws(pair, "{\"alg\":\"EdDSA\",\"kid\":\"au-1\"}", bytes);
        var closed = adopted().given(new StatementsClosed()).by(person("au.cochair", "au"));
        closed.when(new SignDocument(HASH, "au-1", good), facts).thenKinds(DocumentSignatureGiven.class);
        for (String bad : List.of(
                jws(pair, "{\"alg\":\"none\",\"kid\":\"au-1\"}", bytes),
                jws(pair, "{\"alg\":\"EdDSA\",\"kid\":\"au-2\"}", bytes),
                jws(pair, "{\"alg\":\"EdDSA\",\"kid\":\"au-1\",\"crit\":[\"x\"]}", bytes),
                jws(pair, "{\"alg\":\"EdDSA\",\"kid\":\"au-1\"}", "other".getBytes(StandardCharsets.UTF_8)),
                good.substring(0, good.length() - 4) + "AAAA")) {
            closed.when(new SignDocument(HASH, "au-1", bad), facts).thenRejected(DocumentRule.SIGNATURE_INVALID);
        }
        closed.when(new SignDocument(HASH, "id-1", good), facts).thenRejected(DocumentRule.KEY_UNKNOWN);
        closed.when(new SignDocument("0".repeat(64), "au-1", good), facts).thenRejected(KeyRule.KEY_OTHER_BYTES);
        adopted()
                .by(person("au.cochair", "au"))
                .when(new SignDocument(HASH, "au-1", good), facts)
                .thenRejected(DocumentRule.STATEMENTS_OPEN);
    }

    static String jws(KeyPair pair, String header, byte[] payload) throws Exception {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        String encoded = url.encodeToString(header.getBytes(StandardCharsets.UTF_8));
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(pair.getPrivate());
        ed25519.update(DetachedJws.signingInput(encoded, payload));
        return encoded + ".." + url.encodeToString(ed25519.sign());
    }

    @Test
    void two_people_publish_a_signed_text_that_has_its_final_symbol() {
        var signed = adopted().given(new StatementsClosed(), new DocumentSigned(HASH));
        PublishDocument publish = new PublishDocument(HASH);
        signed.by(person("secretariat", null)).when(publish, FACTS).thenRejected(DocumentRule.SYMBOL_PENDING);
        signed.given(new SymbolAssigned("BP/MC.9/1")).when(publish, FACTS).thenKinds(PublicationProposed.class);
        signed.given(new PublicationProposed("secretariat", HASH));
        signed.when(publish, FACTS).thenRejected(DocumentRule.SECOND_PERSON_NEEDED);
        signed.by(person("secretariat2", null)).when(publish, FACTS).thenKinds(DocumentPublished.class);
        adopted().when(publish, FACTS).thenRejected(DocumentRule.NOT_SIGNED);
    }
}
