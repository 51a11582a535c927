package org.plenary.circulation;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.feed.Envelope;

/** The list of dispatches with the counts of what was sent and acknowledged. */
final class DispatchesView {
    private DispatchesView() {}

    static Document fold(@Nullable Document before, Envelope event) {
        Document d = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "DispatchOrdered" ->
                d.append("forum", data.getString("forum"))
                        .append("order", event.recordedAt() + "|" + event.stream())
                        .append("audience", Audience.FORUM)
                        .append("about", data.getString("about"))
                        .append("kind", data.getString("kind"))
                        .append("symbol", data.getString("symbol"))
                        .append("title", data.getString("title"))
                        .append("orderedAt", event.recordedAt().toString())
                        .append(
                                "recipients",
                                data.getList("recipients", Document.class).size())
                        .append("sent", 0)
                        .append("acknowledged", 0);
            case "MessageSent" -> d.append("sent", d.getInteger("sent") + 1);
            case "ReceiptAcknowledged" -> d.append("acknowledged", d.getInteger("acknowledged") + 1);
            default -> {
                // failures are read from the dispatch itself
            }
        }
        return d;
    }
}
