package org.plenary.outcomes.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.TwoKeys;

/**
 * An outcome document as its events left it.
 *
 * @param agreements parties that agreed to each paragraph as it stands, by paragraph
 * @param keys keys on the step under way (release or confirmation)
 * @param silence the silence procedure; null before one is asked for
 */
public record Document(
        Status status,
        String forum,
        String meeting,
        String body,
        String symbolStem,
        @Nullable DocumentClass documentClass,
        String title,
        String language,
        List<Paragraph> paragraphs,
        List<String> keyholders,
        @Nullable OutcomeRules rules,
        int revision,
        Map<String, List<String>> agreements,
        TwoKeys keys,
        @Nullable String symbol,
        @Nullable Silence silence,
        @Nullable Instant statementsUntil,
        boolean statementsClosed,
        List<Statement> statements,
        List<OfficeSignature> signatures,
        @Nullable String publisher,
        List<String> sources) {
    /** The lifecycle's states on the straight path. */
    public enum Status {
        NONE,
        ZERO_DRAFT,
        NEGOTIATING,
        CLEAN,
        READY,
        UNDER_SILENCE,
        BROKEN,
        ADOPTED,
        SIGNED,
        PUBLISHED,
        IMPORTED
    }

    static final Document INITIAL = new Document(
            Status.NONE,
            "",
            "",
            "",
            "",
            null,
            "",
            "en",
            List.of(),
            List.of(),
            null,
            0,
            Map.of(),
            TwoKeys.on("", List.of()),
            null,
            null,
            null,
            false,
            List.of(),
            List.of(),
            null,
            List.of());

    /** The bytes that are consented to, signed and published. */
    public byte[] canonicalBytes() {
        return Canonical.bytes(
                symbolStem, java.util.Objects.requireNonNull(documentClass), title, language, paragraphs);
    }

    /** SHA-256 of the canonical bytes. */
    public String hash() {
        return Canonical.hash(canonicalBytes());
    }

    boolean has(String paragraph) {
        return paragraphs.stream().anyMatch(p -> p.id().equals(paragraph));
    }

    Document with(Status next, TwoKeys needed) {
        return new Document(
                next,
                forum,
                meeting,
                body,
                symbolStem,
                documentClass,
                title,
                language,
                paragraphs,
                keyholders,
                rules,
                revision,
                agreements,
                needed,
                symbol,
                silence,
                statementsUntil,
                statementsClosed,
                statements,
                signatures,
                publisher,
                sources);
    }

    Document with(Status next) {
        return with(next, keys);
    }

    Document revised(List<Paragraph> now, Map<String, List<String>> agreed, int toRevision) {
        return new Document(
                status,
                forum,
                meeting,
                body,
                symbolStem,
                documentClass,
                title,
                language,
                now,
                keyholders,
                rules,
                toRevision,
                agreed,
                keys,
                symbol,
                silence,
                statementsUntil,
                statementsClosed,
                statements,
                signatures,
                publisher,
                sources);
    }

    Document symbol(String assigned) {
        return new Document(
                status,
                forum,
                meeting,
                body,
                symbolStem,
                documentClass,
                title,
                language,
                paragraphs,
                keyholders,
                rules,
                revision,
                agreements,
                keys,
                assigned,
                silence,
                statementsUntil,
                statementsClosed,
                statements,
                signatures,
                publisher,
                sources);
    }

    Document silence(Status next, Silence now) {
        return new Document(
                next,
                forum,
                meeting,
                body,
                symbolStem,
                documentClass,
                title,
                language,
                paragraphs,
                keyholders,
                rules,
                revision,
                agreements,
                keys,
                symbol,
                now,
                statementsUntil,
                statementsClosed,
                statements,
                signatures,
                publisher,
                sources);
    }

    Document adopted(Instant until) {
        return new Document(
                Status.ADOPTED,
                forum,
                meeting,
                body,
                symbolStem,
                documentClass,
                title,
                language,
                paragraphs,
                keyholders,
                rules,
                revision,
                agreements,
                keys,
                symbol,
                silence,
                until,
                false,
                statements,
                signatures,
                publisher,
                sources);
    }

    Document statements(List<Statement> now, boolean closed) {
        return new Document(
                status,
                forum,
                meeting,
                body,
                symbolStem,
                documentClass,
                title,
                language,
                paragraphs,
                keyholders,
                rules,
                revision,
                agreements,
                keys,
                symbol,
                silence,
                statementsUntil,
                closed,
                now,
                signatures,
                publisher,
                sources);
    }

    Document signatures(List<OfficeSignature> now) {
        return new Document(
                status,
                forum,
                meeting,
                body,
                symbolStem,
                documentClass,
                title,
                language,
                paragraphs,
                keyholders,
                rules,
                revision,
                agreements,
                keys,
                symbol,
                silence,
                statementsUntil,
                statementsClosed,
                statements,
                now,
                publisher,
                sources);
    }

    Document publisher(String first) {
        return new Document(
                status,
                forum,
                meeting,
                body,
                symbolStem,
                documentClass,
                title,
                language,
                paragraphs,
                keyholders,
                rules,
                revision,
                agreements,
                keys,
                symbol,
                silence,
                statementsUntil,
                statementsClosed,
                statements,
                signatures,
                first,
                sources);
    }

    static Document imported(String forum, String title, String language, List<String> sources) {
        Document none = INITIAL;
        return new Document(
                Status.IMPORTED,
                forum,
                "",
                "",
                "",
                null,
                title,
                language,
                List.of(),
                List.of(),
                null,
                0,
                Map.of(),
                none.keys(),
                null,
                null,
                null,
                true,
                List.of(),
                List.of(),
                null,
                sources);
    }

    static <T> List<T> plus(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return List.copyOf(more);
    }

    static Map<String, List<String>> agreed(Map<String, List<String>> map, String paragraph, String party) {
        Map<String, List<String>> more = new TreeMap<>(map);
        more.merge(paragraph, List.of(party), (a, b) -> plus(a, party));
        return Collections.unmodifiableMap(more);
    }

    static Map<String, List<String>> without(Map<String, List<String>> map, String paragraph) {
        Map<String, List<String>> fewer = new TreeMap<>(map);
        fewer.remove(paragraph);
        return Collections.unmodifiableMap(fewer);
    }
}
