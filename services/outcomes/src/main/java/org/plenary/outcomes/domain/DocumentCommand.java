package org.plenary.outcomes.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Internal;

/** What can be done with an outcome document. */
public sealed interface DocumentCommand {
    /** Opens a zero draft for a meeting. */
    record OpenDraft(String meeting, DocumentClass documentClass, String title, List<Paragraph> paragraphs)
            implements DocumentCommand {}

    /** Releases the draft to the delegations. */
    record CirculateDraft(String hash) implements DocumentCommand {}

    /** Proposes other words for a paragraph. */
    record AmendParagraph(String paragraph, String text) implements DocumentCommand {}

    /** Agrees to a paragraph ad referendum. */
    record AgreeParagraph(String paragraph) implements DocumentCommand {}

    /** Declares the text clean. */
    record CleanDraft() implements DocumentCommand {}

    /** Confirms the clean text for the capitals. */
    record ConfirmText(String hash) implements DocumentCommand {}

    /** Places the text under silence until an instant. */
    record PlaceUnderSilence(String hash, Instant expiresAt, String zone) implements DocumentCommand {}

    /** Objects in writing for the own party. */
    record ObjectToSilence(String ground) implements DocumentCommand {}

    /** Attaches a statement of the own party. */
    record MakeStatement(StatementKind kind, @Nullable String paragraph, String text) implements DocumentCommand {}

    /** Signs the canonical bytes with the office's key. */
    record SignDocument(String hash, String kid, String signature) implements DocumentCommand {}

    /** Publishes, as the first or the second person. */
    record PublishDocument(String hash) implements DocumentCommand {}

    /** Brings in a past document with its sources. */
    record ImportDocument(
            String forum,
            String title,
            @Nullable String date,
            @Nullable String language,
            @Nullable String url,
            List<String> sources)
            implements DocumentCommand {}

    /** T + 10 s came. */
    record SettleSilence() implements DocumentCommand, Internal {}

    /** The window for statements is over. */
    record CloseStatements() implements DocumentCommand, Internal {}

    /** The register gave the document its number. */
    record AssignSymbol(String symbol) implements DocumentCommand, Internal {}
}
