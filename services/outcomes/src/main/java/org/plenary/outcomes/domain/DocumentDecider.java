package org.plenary.outcomes.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Deadline;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.decide.Wait;
import org.plenary.outcomes.domain.Document.Status;
import org.plenary.outcomes.domain.DocumentCommand.*;
import org.plenary.outcomes.domain.DocumentEvent.*;

/** The outcome document's lifecycle on the straight path: domain.md, section 3. Silence is {@link SilenceRules}. */
public final class DocumentDecider implements Decider<DocumentCommand, Document, DocumentEvent, OutcomeFacts> {
    private static final String SETTLE = "settle";
    private static final String CLOSE_STATEMENTS = "close-statements";

    @Override
    public Document initial() {
        return Document.INITIAL;
    }

    @Override
    public List<DocumentEvent> decide(DocumentCommand command, Document d, OutcomeFacts facts, Act act) {
        return switch (command) {
            case OpenDraft c -> List.of(open(c, d, facts, act));
            case CirculateDraft c -> circulate(c, d, facts, act);
            case AmendParagraph c -> {
                negotiating(d, c.paragraph());
                yield List.of(new ParagraphAmended(c.paragraph(), act.unit(), act.actor(), c.text(), d.revision() + 1));
            }
            case AgreeParagraph c -> {
                negotiating(d, c.paragraph());
                boolean again =
                        d.agreements().getOrDefault(c.paragraph(), List.of()).contains(act.unit());
                yield again ? List.of() : List.of(new ParagraphAgreed(c.paragraph(), act.unit(), act.actor()));
            }
            case CleanDraft c -> List.of(clean(d, act));
            case ConfirmText c -> confirm(c, d, act);
            case AssignSymbol c -> c.symbol().equals(d.symbol()) ? List.of() : List.of(new SymbolAssigned(c.symbol()));
            case PlaceUnderSilence c -> SilenceRules.place(c, d, facts, act);
            case ObjectToSilence c -> SilenceRules.object(c, d, act);
            case SettleSilence c -> SilenceRules.settle(d, act);
            case MakeStatement c -> List.of(statement(c, d, act));
            case CloseStatements c ->
                d.status() == Status.ADOPTED
                                && !d.statementsClosed()
                                && new Deadline(Objects.requireNonNull(d.statementsUntil())).settled(act)
                        ? List.of(new StatementsClosed())
                        : List.of();
            case SignDocument c -> sign(c, d, facts, act);
            case PublishDocument c -> publish(c, d, facts, act);
            case ImportDocument c ->
                List.of(new DocumentImported(c.forum(), c.title(), c.date(), c.language(), c.url(), c.sources()));
        };
    }

    static void require(Document d, Status status, Rule rule) {
        if (d.status() != status) {
            throw rule.because(
                    "The document is " + d.status() + ", not " + status + ".",
                    Map.of("state", d.status().name()));
        }
    }

    private static DraftOpened open(OpenDraft c, Document d, OutcomeFacts facts, Act act) {
        require(d, Status.NONE, DocumentRule.NOT_A_ZERO_DRAFT);
        OutcomeFacts.KnownMeeting meeting = facts.meeting();
        if (meeting == null) {
            throw DocumentRule.MEETING_UNKNOWN.because("There is no such convened meeting.");
        }
        if (facts.rules() == null) {
            throw DocumentRule.RULE_CARD_MISSING.because("No rule card says how such a meeting adopts texts.");
        }
        Set<String> ids = new HashSet<>();
        for (Paragraph p : c.paragraphs()) {
            if (!ids.add(p.id())) {
                throw DocumentRule.PARAGRAPH_TWICE.because("A paragraph id stands once.", Map.of("paragraph", p.id()));
            }
        }
        return new DraftOpened(
                meeting.forum(),
                c.meeting(),
                meeting.body(),
                meeting.symbolStem(),
                c.documentClass(),
                c.title(),
                "en",
                c.paragraphs(),
                meeting.keyholders(),
                facts.rules(),
                act.actor());
    }

    private static List<DocumentEvent> circulate(CirculateDraft c, Document d, OutcomeFacts facts, Act act) {
        require(d, Status.ZERO_DRAFT, DocumentRule.NOT_A_ZERO_DRAFT);
        d.keys().require(act, c.hash());
        DraftKeyTurned turned = new DraftKeyTurned(act.unit(), act.actor(), c.hash());
        List<String> recipients =
                facts.partyClasses().keySet().stream().sorted().toList();
        return d.keys().completedBy(act.unit())
                ? List.of(turned, new DraftCirculated(1, c.hash(), recipients))
                : List.of(turned);
    }

    private static void negotiating(Document d, String paragraph) {
        require(d, Status.NEGOTIATING, DocumentRule.NOT_NEGOTIATING);
        if (!d.has(paragraph)) {
            throw DocumentRule.PARAGRAPH_UNKNOWN.because(
                    "The text has no paragraph " + paragraph + ".", Map.of("paragraph", paragraph));
        }
    }

    private static DraftCleaned clean(Document d, Act act) {
        require(d, Status.NEGOTIATING, DocumentRule.NOT_NEGOTIATING);
        List<String> open = d.paragraphs().stream()
                .map(Paragraph::id)
                .filter(p -> !d.agreements().getOrDefault(p, List.of()).containsAll(d.keyholders()))
                .toList();
        if (!open.isEmpty()) {
            throw DocumentRule.PARAGRAPH_NOT_AGREED.because(
                    "Some paragraphs are not agreed ad referendum as they stand.", Map.of("open", open));
        }
        return new DraftCleaned(d.revision(), d.hash(), act.actor());
    }

    private static List<DocumentEvent> confirm(ConfirmText c, Document d, Act act) {
        require(d, Status.CLEAN, DocumentRule.NOT_CLEAN);
        d.keys().require(act, c.hash());
        TextKeyTurned turned = new TextKeyTurned(act.unit(), act.actor(), c.hash());
        return d.keys().completedBy(act.unit()) ? List.of(turned, new DraftReady(c.hash())) : List.of(turned);
    }

    private static StatementMade statement(MakeStatement c, Document d, Act act) {
        require(d, Status.ADOPTED, DocumentRule.NOT_ADOPTED);
        if (d.statementsClosed() || !new Deadline(Objects.requireNonNull(d.statementsUntil())).met(act)) {
            throw DocumentRule.STATEMENTS_CLOSED.because(
                    "The window for statements has closed.",
                    Map.of(
                            "until",
                            String.valueOf(d.statementsUntil()),
                            "receivedAt",
                            act.receivedAt().toString()));
        }
        if (c.paragraph() != null && !d.has(c.paragraph())) {
            throw DocumentRule.PARAGRAPH_UNKNOWN.because("The text has no paragraph " + c.paragraph() + ".");
        }
        return new StatementMade(act.unit(), act.actor(), c.kind(), c.paragraph(), c.text());
    }

    private static List<DocumentEvent> sign(SignDocument c, Document d, OutcomeFacts facts, Act act) {
        if (d.status() == Status.SIGNED || d.status() == Status.PUBLISHED) {
            throw DocumentRule.ALREADY_SIGNED.because("Both offices have signed.");
        }
        require(d, Status.ADOPTED, DocumentRule.NOT_ADOPTED);
        if (!d.statementsClosed()) {
            throw DocumentRule.STATEMENTS_OPEN.because(
                    "Statements may still be attached.", Map.of("until", String.valueOf(d.statementsUntil())));
        }
        d.keys().require(act, c.hash());
        OutcomeFacts.SigningKey key = facts.signingKeys().get(c.kid());
        if (key == null || !key.party().equals(act.unit())) {
            throw DocumentRule.KEY_UNKNOWN.because(
                    "This key is not registered for your office.", Map.of("kid", c.kid(), "unit", act.unit()));
        }
        if (!DetachedJws.verifies(c.signature(), d.canonicalBytes(), key.publicKey(), c.kid())) {
            throw DocumentRule.SIGNATURE_INVALID.because(
                    "The signature is not this key's over the adopted bytes.",
                    Map.of("kid", c.kid(), "hash", d.hash()));
        }
        DocumentSignatureGiven given =
                new DocumentSignatureGiven(act.unit(), act.actor(), c.kid(), c.signature(), c.hash());
        return d.keys().completedBy(act.unit()) ? List.of(given, new DocumentSigned(c.hash())) : List.of(given);
    }

    private static List<DocumentEvent> publish(PublishDocument c, Document d, OutcomeFacts facts, Act act) {
        require(d, Status.SIGNED, DocumentRule.NOT_SIGNED);
        if (!d.hash().equals(c.hash())) {
            throw KeyRule.KEY_OTHER_BYTES.because("These are not the bytes that were signed.");
        }
        String symbol = Objects.requireNonNull(d.symbol());
        if (symbol.contains("/L.")) {
            throw DocumentRule.SYMBOL_PENDING.because(
                    "The final symbol is being minted. Please try again in a moment.");
        }
        if (d.publisher() == null) {
            return List.of(new PublicationProposed(act.actor(), c.hash()));
        }
        if (d.publisher().equals(act.actor())) {
            throw DocumentRule.SECOND_PERSON_NEEDED.because("A second person confirms the publication.");
        }
        List<String> recipients =
                facts.partyClasses().keySet().stream().sorted().toList();
        return List.of(
                new DocumentPublished(d.forum(), d.meeting(), symbol, d.title(), c.hash(), recipients, act.actor()));
    }

    @Override
    public Document evolve(Document d, DocumentEvent event) {
        return switch (event) {
            case DraftOpened e -> opened(e);
            case DraftKeyTurned e -> d.with(d.status(), d.keys().turn(e.unit(), e.by()));
            case DraftCirculated e -> d.with(Status.NEGOTIATING).revised(d.paragraphs(), d.agreements(), e.revision());
            case ParagraphAmended e -> {
                List<Paragraph> now = new ArrayList<>();
                d.paragraphs()
                        .forEach(p ->
                                now.add(p.id().equals(e.paragraph()) ? new Paragraph(p.id(), p.kind(), e.text()) : p));
                yield d.revised(List.copyOf(now), Document.without(d.agreements(), e.paragraph()), e.revision());
            }
            case ParagraphAgreed e ->
                d.revised(d.paragraphs(), Document.agreed(d.agreements(), e.paragraph(), e.party()), d.revision());
            case DraftCleaned e -> d.with(Status.CLEAN, TwoKeys.on(e.hash(), d.keyholders()));
            case TextKeyTurned e -> d.with(d.status(), d.keys().turn(e.unit(), e.by()));
            case DraftReady e -> d.with(Status.READY, TwoKeys.on(e.hash(), d.keyholders()));
            case SymbolAssigned e -> d.symbol(e.symbol());
            case SilenceKeyTurned e -> SilenceRules.evolve(d, e);
            case SilencePlaced e -> SilenceRules.evolve(d, e);
            case SilenceObjected e ->
                d.silence(d.status(), Objects.requireNonNull(d.silence()).objected(e.party()));
            case SilenceBroken e -> d.with(Status.BROKEN);
            case DocumentAdopted e ->
                d.adopted(e.statementsUntil()).with(Status.ADOPTED, TwoKeys.on(e.hash(), d.keyholders()));
            case StatementMade e ->
                d.statements(
                        Document.plus(d.statements(), new Statement(e.party(), e.kind(), e.paragraph(), e.text())),
                        false);
            case StatementsClosed e -> d.statements(d.statements(), true);
            case DocumentSignatureGiven e ->
                d.with(d.status(), d.keys().turn(e.unit(), e.by()))
                        .signatures(Document.plus(
                                d.signatures(), new OfficeSignature(e.unit(), e.by(), e.kid(), e.signature())));
            case DocumentSigned e -> d.with(Status.SIGNED);
            case PublicationProposed e -> d.publisher(e.by());
            case DocumentPublished e -> d.with(Status.PUBLISHED);
            case DocumentImported e ->
                Document.imported(e.forum(), e.title(), e.language() == null ? "en" : e.language(), e.sources());
        };
    }

    private static Document opened(DraftOpened e) {
        String hash = Canonical.hash(
                Canonical.bytes(e.symbolStem(), e.documentClass(), e.title(), e.language(), e.paragraphs()));
        return new Document(
                Status.ZERO_DRAFT,
                e.forum(),
                e.meeting(),
                e.body(),
                e.symbolStem(),
                e.documentClass(),
                e.title(),
                e.language(),
                e.paragraphs(),
                e.keyholders(),
                e.rules(),
                0,
                Map.of(),
                TwoKeys.on(hash, e.keyholders()),
                null,
                null,
                null,
                false,
                List.of(),
                List.of(),
                null,
                List.of());
    }

    @Override
    public List<Wait> waits(DocumentEvent event) {
        return switch (event) {
            case SilencePlaced e -> List.of(new Wait(SETTLE, e.settlesAt()));
            case DocumentAdopted e ->
                List.of(new Wait(CLOSE_STATEMENTS, new Deadline(e.statementsUntil()).settlesAt()));
            default -> List.of();
        };
    }

    @Override
    public DocumentCommand due(Wait wait) {
        return wait.purpose().equals(SETTLE) ? new SettleSilence() : new CloseStatements();
    }
}
