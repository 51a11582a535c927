package org.plenary.outcomes.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.RandomHistories.pick;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.kernel.test.RandomHistories;
import org.plenary.outcomes.domain.Document.Status;
import org.plenary.outcomes.domain.DocumentCommand.*;
import org.plenary.outcomes.domain.DocumentEvent.*;
import org.plenary.outcomes.domain.OutcomeFacts.KnownMeeting;
import org.plenary.outcomes.domain.OutcomeFacts.SigningKey;

/** Whatever is sent to an outcome document in whatever order, these hold. */
class DocumentPropertyTest {
    private static final Duration MINIMUM = Duration.ofHours(2);
    private static final OutcomeRules CARD = new OutcomeRules(1, MINIMUM, Duration.ofHours(3), List.of("MEMBER_STATE"));
    private static final List<Paragraph> TEXT = List.of(
            new Paragraph("pp1", ParagraphKind.PP, "Recalling,"), new Paragraph("op1", ParagraphKind.OP, "Decide."));
    private static final List<Standing> PEOPLE = List.of(
            person("au.cochair", "au"),
            person("au.cochair", "id"),
            person("id.cochair", "id"),
            person("th.head", "th"),
            person("iom.head", "iom"),
            person("secretariat", null),
            person("secretariat2", null));
    private static final Set<Status> FIXED =
            Set.of(Status.UNDER_SILENCE, Status.ADOPTED, Status.SIGNED, Status.PUBLISHED);

    private final Map<String, KeyPair> keys = new HashMap<>();
    private OutcomeFacts facts;

    @Test
    void every_history_keeps_the_rules_of_the_document() throws Exception {
        Map<String, SigningKey> registered = new HashMap<>();
        for (String office : List.of("au", "id")) {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            keys.put(office, pair);
            registered.put(
                    office + "-1", new SigningKey(office, Base64.getEncoder().encodeToString(raw)));
        }
        facts = new OutcomeFacts(
                new KnownMeeting("forum-1", "conference", "BP/MC.9", List.of("au", "id")),
                CARD,
                Map.of("au", "MEMBER_STATE", "id", "MEMBER_STATE", "th", "MEMBER_STATE", "iom", "MEMBER_ORGANISATION"),
                registered);
        new RandomHistories<>(new DocumentDecider(), DocumentEvent.class, PEOPLE, random -> facts, this::next)
                .stepsOf(Duration.ofMinutes(20))
                .run(150, 260, this::holds);
    }

    private void holds(
            String where, Document before, DocumentCommand command, List<DocumentEvent> events, Document d, Act act) {
        if (before.status() == Status.PUBLISHED || before.status() == Status.IMPORTED) {
            assertThat(events)
                    .as(where + ": nothing but a symbol after the end")
                    .allMatch(e -> e instanceof SymbolAssigned || e instanceof DocumentImported);
        }
        if (FIXED.contains(before.status()) && FIXED.contains(d.status())) {
            assertThat(d.paragraphs()).as(where + ": the words stay").isEqualTo(before.paragraphs());
            assertThat(d.canonicalBytes()).as(where).isEqualTo(before.canonicalBytes());
        }
        for (DocumentEvent event : events) {
            check(where, before, event, d, act);
        }
    }

    private void check(String where, Document before, DocumentEvent event, Document d, Act act) {
        switch (event) {
            case DraftCirculated e -> byTwo(where, d.keys());
            case SilencePlaced e -> {
                byTwo(where, d.silence().keys());
                assertThat(e.given()).as(where).isGreaterThanOrEqualTo(MINIMUM);
                assertThat(Duration.between(act.receivedAt(), e.expiresAt()))
                        .as(where)
                        .isEqualTo(e.given());
                assertThat(e.breakers()).as(where).doesNotContain("iom");
            }
            case SilenceObjected e -> {
                assertThat(act.receivedAt()).as(where).isBefore(before.silence().expiresAt());
                assertThat(e.party()).as(where).isNotEqualTo("iom");
            }
            case DocumentAdopted e -> {
                assertThat(before.status()).as(where).isEqualTo(Status.UNDER_SILENCE);
                assertThat(before.silence().objectors()).as(where).isEmpty();
                assertThat(act.receivedAt())
                        .as(where)
                        .isAfterOrEqualTo(e.effectiveAt().plusSeconds(10));
                assertThat(e.hash()).as(where).isEqualTo(before.hash());
            }
            case StatementMade e -> assertThat(act.receivedAt()).as(where).isBefore(before.statementsUntil());
            case DocumentSigned e -> {
                byTwo(where, d.keys());
                assertThat(d.signatures())
                        .as(where)
                        .extracting(OfficeSignature::unit)
                        .containsOnly("au", "id");
            }
            case DocumentPublished e ->
                assertThat(e.by()).as(where + ": by a second person").isNotEqualTo(before.publisher());
            default -> {
                // promised elsewhere
            }
        }
    }

    private static void byTwo(String where, TwoKeys turned) {
        assertThat(turned.complete()).as(where).isTrue();
        assertThat(new HashSet<>(turned.turned().values())).as(where).hasSize(2);
    }

    /** What would bring the document on comes often, or few histories would come to their end. */
    private DocumentCommand next(Random random, Document d, Instant now) {
        String hash = d.documentClass() == null || random.nextInt(8) == 0 ? "0" : d.hash();
        String paragraph = random.nextInt(12) == 0 ? "xx" : pick(random, "pp1", "op1");
        if (random.nextInt(3) > 0) {
            return onward(random, d, now, hash);
        }
        return switch (random.nextInt(22)) {
            case 0, 1 -> new OpenDraft("meeting-1", DocumentClass.DECLARATION, "Declaration", TEXT);
            case 2 ->
                random.nextInt(20) == 0
                        ? new ImportDocument("forum-1", "Co-Chairs' Statement", null, null, null, List.of())
                        : new CleanDraft();
            case 3 -> new AmendParagraph(paragraph, "Decide again " + random.nextInt(9));
            case 4, 5 -> new AgreeParagraph(paragraph);
            case 6 -> new CirculateDraft(hash);
            case 7 -> new ConfirmText(hash);
            case 8, 9 -> new PlaceUnderSilence(hash, now.plus(Duration.ofMinutes(random.nextInt(300))), "UTC");
            case 10 -> random.nextInt(6) == 0 ? new ObjectToSilence("No.") : new CleanDraft();
            case 11, 12 -> new MakeStatement(StatementKind.RESERVATION, pick(random, null, paragraph), "We reserve.");
            case 13, 14 -> sign(random, d, hash);
            case 15, 16 -> new PublishDocument(hash);
            case 17 -> new SettleSilence();
            case 18 -> new CloseStatements();
            default -> new AssignSymbol(pick(random, "BP/MC.9/L.1", "BP/MC.9/1"));
        };
    }

    private DocumentCommand onward(Random random, Document d, Instant now, String hash) {
        return switch (d.status()) {
            case NONE -> new OpenDraft("meeting-1", DocumentClass.DECLARATION, "Declaration", TEXT);
            case ZERO_DRAFT -> new CirculateDraft(hash);
            case NEGOTIATING ->
                random.nextInt(3) == 0 ? new CleanDraft() : new AgreeParagraph(pick(random, "pp1", "op1"));
            case CLEAN -> new ConfirmText(hash);
            case READY -> {
                if (d.symbol() == null) {
                    yield new AssignSymbol("BP/MC.9/L.1");
                }
                Silence asked = d.silence();
                boolean stands = asked != null && !now.plus(MINIMUM).isAfter(asked.expiresAt());
                yield new PlaceUnderSilence(
                        hash, stands ? asked.expiresAt() : now.plus(MINIMUM.multipliedBy(2)), "UTC");
            }
            case UNDER_SILENCE -> new SettleSilence();
            case ADOPTED -> d.statementsClosed() ? sign(random, d, hash) : new CloseStatements();
            case SIGNED ->
                d.symbol() != null && d.symbol().contains("/L.")
                        ? new AssignSymbol("BP/MC.9/1")
                        : new PublishDocument(hash);
            default -> new CleanDraft();
        };
    }

    private SignDocument sign(Random random, Document d, String hash) {
        String office = pick(random, "au", "id");
        byte[] bytes = d.documentClass() == null ? new byte[0] : d.canonicalBytes();
        try {
            String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + office + "-1\"}";
            return new SignDocument(
                    hash,
                    office + "-1",
                    DocumentDeciderTest.jws(keys.get(pick(random, office, office, "au")), header, bytes));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
