package org.plenary.outcomes;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;

/** The lists of documents and commitments. */
final class OutcomesViews {
    private OutcomesViews() {}

    static Document documents(@Nullable Document before, Envelope event) {
        Document d = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "DraftOpened" -> {
                take(d, data, "forum", "meeting", "documentClass", "title");
                opened(d, event, "ZERO_DRAFT");
            }
            case "DraftCirculated" -> d.append("status", "NEGOTIATING");
            case "DraftCleaned" -> d.append("status", "CLEAN");
            case "DraftReady" -> d.append("status", "READY");
            case "SymbolAssigned" -> take(d, data, "symbol");
            case "SilencePlaced" -> {
                take(d, data, "expiresAt", "zone");
                d.append("status", "UNDER_SILENCE");
            }
            case "SilenceBroken" -> d.append("status", "BROKEN");
            case "DocumentAdopted" -> {
                take(d, data, "effectiveAt");
                d.append("status", "ADOPTED");
            }
            case "DocumentSigned" -> d.append("status", "SIGNED");
            case "DocumentPublished" -> d.append("status", "PUBLISHED");
            case "DocumentImported" -> {
                take(d, data, "forum", "title", "date", "url", "sources");
                opened(d, event, "IMPORTED");
            }
            default -> {
                // an event that the list does not show
            }
        }
        return d.append("audience", event.meta().audience());
    }

    static Document commitments(@Nullable Document before, Envelope event) {
        Document c = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "CommitmentMarked" -> {
                take(c, data, "forum", "meeting", "document", "symbol", "paragraph", "quote", "owners", "due");
                opened(c, event, "CANDIDATE");
            }
            case "CommitmentRegistered" -> c.append("status", "REGISTERED");
            case "CommitmentAcknowledged" -> c.append("status", "ACTIVE");
            case "CommitmentOverdue" ->
                // version 1 does not say which date passed: then it is the one that stood
                c.append("overdue", true)
                        .append("overdueSince", data.containsKey("due") ? data.get("due") : c.get("due"));
            case "CommitmentImported" -> {
                take(c, data, "forum", "year", "sources");
                c.append("quote", data.getString("text")).append("symbol", data.getString("document"));
                c.append("sourced", data.getString("status"));
                opened(c, event, "IMPORTED");
            }
            default -> {
                // reports and assessments are read from the commitment itself
            }
        }
        return c.append("audience", event.meta().audience());
    }

    private static void opened(Document d, Envelope event, String status) {
        d.append("order", event.recordedAt() + "|" + event.stream()).append("status", status);
    }

    private static void take(Document to, Document from, String... fields) {
        for (String field : fields) {
            to.append(field, from.get(field));
        }
    }
}
