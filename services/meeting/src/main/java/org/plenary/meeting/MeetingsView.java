package org.plenary.meeting;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.feed.Envelope;

/** The list of meetings: what a visitor sees of each. */
final class MeetingsView {
    private MeetingsView() {}

    static Document fold(@Nullable Document before, Envelope event) {
        Document m = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "MeetingProposed" -> {
                take(m, data, "forum", "body", "meetingType", "title", "number", "symbolStem", "fictional");
                take(m, data, "venue", "zone", "opensAt", "closesAt");
                m.append("order", event.recordedAt() + "|" + event.stream())
                        .append("audience", Audience.PUBLIC)
                        .append("status", "PROPOSED");
            }
            case "MeetingCountered" -> take(m, data, "venue", "zone", "opensAt", "closesAt");
            case "MeetingScheduled" -> m.append("status", "SCHEDULED");
            case "MeetingLapsed" -> m.append("status", "LAPSED");
            case "MeetingConvened" -> {
                m.append("status", "CONVENED");
                take(m, data, "regularUntil", "supplementaryUntil");
            }
            case "SymbolAssigned" -> take(m, data, "symbol");
            case "MeetingOpened" -> m.append("status", "OPEN");
            case "MeetingEnteredSubstance" -> m.append("status", "IN_SUBSTANCE");
            case "MeetingClosed" -> m.append("status", "CLOSED");
            case "MeetingRecordIssued" -> m.append("status", "RECORDED");
            case "MeetingImported" -> {
                take(m, data, "forum", "meetingType", "title", "number", "city", "country", "startDate", "endDate");
                m.append("sources", data.getList("sources", String.class))
                        .append("order", data.getString("startDate") + "|" + event.stream())
                        .append("audience", Audience.PUBLIC)
                        .append("status", "IMPORTED");
            }
            default -> {
                // an event that the list does not show
            }
        }
        return m;
    }

    private static void take(Document to, Document from, String... fields) {
        for (String field : fields) {
            to.append(field, from.get(field));
        }
    }
}
