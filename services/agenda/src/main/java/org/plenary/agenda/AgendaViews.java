package org.plenary.agenda;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.view.FiledBy;

/** The lists of items and agenda documents. */
final class AgendaViews {
    private AgendaViews() {}

    static Document items(@Nullable Document before, Envelope event) {
        Document i = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "ItemSubmitted" -> {
                take(i, data, "forum", "meeting", "body", "party", "title", "objectives", "channel", "receivedAt");
                FiledBy.fold(i, event);
                i.append("order", event.recordedAt() + "|" + event.stream()).append("status", "SUBMITTED");
            }
            case "ItemResubmitted" -> {
                take(i, data, "title", "objectives", "channel", "receivedAt");
                FiledBy.fold(i, event);
                i.append("status", "SUBMITTED");
            }
            case "ItemReturned" -> i.append("status", "RETURNED").append("reason", data.getString("reason"));
            case "ItemAdmitted" -> i.append("status", "ADMITTED");
            case "ItemDeclined" -> i.append("status", "DECLINED").append("reason", data.getString("reason"));
            case "ItemWithdrawn" -> i.append("status", "WITHDRAWN");
            case "ItemListed" -> {
                take(i, data, "agenda", "number");
                i.append("status", "LISTED");
            }
            case "ItemIncluded" -> i.append("status", "INCLUDED");
            case "DebateOpened" -> i.append("status", "UNDER_CONSIDERATION");
            case "ItemConcluded" -> i.append("status", "CONCLUDED");
            case "ItemDeferred" -> i.append("status", "DEFERRED");
            default -> {
                // a key that was turned does not show in the list
            }
        }
        return i.append("audience", event.meta().audience());
    }

    static Document agendas(@Nullable Document before, Envelope event) {
        Document a = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "AgendaOpened" -> {
                take(a, data, "forum", "meeting", "title", "symbolStem");
                a.append("order", event.recordedAt() + "|" + event.stream()).append("status", "COMPILING");
            }
            case "AgendaFrozen" -> {
                take(a, data, "edition");
                a.append("status", "FROZEN");
            }
            case "AgendaCleared" -> a.append("status", "CLEARED");
            case "SymbolAssigned" -> take(a, data, "symbol");
            case "AgendaCirculated" -> a.append("status", "CIRCULATED");
            case "AgendaAdoptionProposed" -> a.append("status", "BEFORE_MEETING");
            case "AgendaAdopted" -> a.append("status", "ADOPTED");
            default -> {
                // a key that was turned does not show in the list
            }
        }
        return a.append(
                "audience",
                a.containsKey("audience") && Audience.PUBLIC.equals(a.get("audience"))
                        ? Audience.PUBLIC
                        : event.meta().audience());
    }

    private static void take(Document to, Document from, String... fields) {
        for (String field : fields) {
            to.append(field, from.get(field));
        }
    }
}
