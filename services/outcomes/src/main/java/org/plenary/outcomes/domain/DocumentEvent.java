package org.plenary.outcomes.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to an outcome document. */
public sealed interface DocumentEvent {
    /** A zero draft was opened. */
    record DraftOpened(
            String forum,
            String meeting,
            String body,
            String symbolStem,
            DocumentClass documentClass,
            String title,
            String language,
            List<Paragraph> paragraphs,
            List<String> keyholders,
            OutcomeRules rules,
            String by)
            implements DocumentEvent {}

    /** One co-chair released the draft to the delegations. */
    record DraftKeyTurned(String unit, String by, String hash) implements DocumentEvent {}

    /** Both co-chairs released the draft; it is negotiated from now on. */
    record DraftCirculated(int revision, String hash, List<String> recipients) implements DocumentEvent {}

    /** A delegation amended a paragraph; agreements on it are void. */
    record ParagraphAmended(String paragraph, String party, String by, String text, int revision)
            implements DocumentEvent {}

    /** A delegation agreed to a paragraph ad referendum. */
    record ParagraphAgreed(String paragraph, String party, String by) implements DocumentEvent {}

    /** No paragraph is open: the text is clean. */
    record DraftCleaned(int revision, String hash, String by) implements DocumentEvent {}

    /** One co-chair confirmed the clean text for the capitals. */
    record TextKeyTurned(String unit, String by, String hash) implements DocumentEvent {}

    /** Both co-chairs confirmed the clean text. */
    record DraftReady(String hash) implements DocumentEvent {}

    /** The document has its symbol. */
    record SymbolAssigned(String symbol) implements DocumentEvent {}

    /** One co-chair agreed to place the text under silence until an instant. */
    record SilenceKeyTurned(String unit, String by, String hash, Instant expiresAt, String zone)
            implements DocumentEvent {}

    /** The text is under silence: adopted unless a party objects in writing before T. */
    record SilencePlaced(
            String forum,
            String meeting,
            String hash,
            String symbol,
            String title,
            Instant expiresAt,
            Instant settlesAt,
            String zone,
            Duration minimum,
            Duration given,
            List<String> breakers,
            List<String> recipients,
            int ruleCardVersion)
            implements DocumentEvent {}

    /** A party objected in writing, received before T. */
    record SilenceObjected(String party, String by, String ground, Instant receivedAt) implements DocumentEvent {}

    /** The silence is broken; all are told at once. */
    record SilenceBroken(
            String forum, String meeting, String symbol, String title, String party, List<String> recipients)
            implements DocumentEvent {}

    /** Adopted: no objection was received before T. */
    record DocumentAdopted(
            String forum,
            String meeting,
            String symbol,
            String title,
            Basis basis,
            Instant effectiveAt,
            String hash,
            int membersReached,
            int objections,
            Duration minimum,
            Duration given,
            Instant statementsUntil,
            List<String> recipients)
            implements DocumentEvent {}

    /** A party attached a statement to the text or one paragraph. */
    record StatementMade(
            String party,
            String by,
            StatementKind kind,
            @Nullable String paragraph,
            String text) implements DocumentEvent {}

    /** The window for statements closed. */
    record StatementsClosed() implements DocumentEvent {}

    /** A co-chair's office signed the canonical bytes. */
    record DocumentSignatureGiven(String unit, String by, String kid, String signature, String hash)
            implements DocumentEvent {}

    /** Both offices signed the canonical bytes. */
    record DocumentSigned(String hash) implements DocumentEvent {}

    /** One person proposed to publish. */
    record PublicationProposed(String by, String hash) implements DocumentEvent {}

    /** A second person confirmed; the document is public. */
    record DocumentPublished(
            String forum, String meeting, String symbol, String title, String hash, List<String> recipients, String by)
            implements DocumentEvent {}

    /** A past document came in from public pages; it went through none of the lifecycles here. */
    record DocumentImported(
            String forum,
            String title,
            @Nullable String date,
            @Nullable String language,
            @Nullable String url,
            List<String> sources)
            implements DocumentEvent {}
}
