package org.plenary.membership;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.view.FiledBy;

/** The lists of accreditations, credentials reports and protocol orders. */
final class AccreditationViews {
    private AccreditationViews() {}

    static Document accreditations(@Nullable Document before, Envelope event) {
        Document a = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "DelegateNominated" -> {
                a.append("forum", data.getString("forum"))
                        .append("order", event.recordedAt() + "|" + event.stream())
                        .append("meeting", data.getString("meeting"))
                        .append("party", data.getString("party"))
                        .append("capacity", data.getString("capacity"))
                        .append("status", "SUBMITTED");
                FiledBy.fold(a, event);
            }
            case "NominationJudged", "NoteVerbaleAttached", "RefusalKeyTurned" -> {
                // said on the accreditation's own page
            }
            case "NominationReturned" -> a.append("status", "RETURNED").append("reason", data.getString("reason"));
            case "NominationResubmitted" -> {
                a.append("capacity", data.getString("capacity")).append("status", "SUBMITTED");
                a.remove("reason");
                FiledBy.fold(a, event);
            }
            case "DelegateAccepted" -> a.append("status", "ACCEPTED");
            case "DelegateRefused" -> a.append("status", "REFUSED").append("reason", data.getString("reason"));
            case "CredentialsInOrder" -> a.append("status", "IN_ORDER");
            case "AssuranceReceived" -> a.append("status", "PROVISIONAL");
            case "CredentialsContested" -> {
                boolean further = "CONTESTED".equals(a.getString("status"));
                List<String> objectors =
                        new ArrayList<>(further ? a.getList("contestedBy", String.class, List.of()) : List.of());
                objectors.add(data.getString("party"));
                a.append("status", "CONTESTED").append("contestedBy", objectors);
            }
            case "CredentialsSettled" -> a.append("status", data.getString("outcome"));
            case "NominationWithdrawn" -> a.append("status", "WITHDRAWN");
            case "DelegateReplaced" -> a.append("status", "WITHDRAWN").append("successor", data.getString("successor"));
            case "AccreditationExpired" -> a.append("status", "EXPIRED");
            default -> throw new IllegalStateException("unknown event " + event.type());
        }
        return a.append("audience", event.meta().audience());
    }

    static Document reports(@Nullable Document before, Envelope event) {
        Document r = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "CredentialsReportCompiled" ->
                r.append("forum", data.getString("forum"))
                        .append("order", event.stream())
                        .append("audience", Audience.FORUM)
                        .append("meeting", data.getString("meeting"))
                        .append("edition", data.getInteger("edition"))
                        .append(
                                "entries",
                                data.getList("entries", Document.class).size())
                        .append(
                                "contested",
                                data.getList("contested", Document.class).size())
                        .append("status", "COMPILED");
            case "CredentialsReportAdopted" -> r.append("status", "ADOPTED");
            default -> {
                // a key alone changes nothing in the list
            }
        }
        return r;
    }

    static Document seatings(@Nullable Document before, Envelope event) {
        Document data = Document.parse(event.data());
        return new Document("forum", data.getString("forum"))
                .append("order", event.stream())
                .append("audience", Audience.PUBLIC)
                .append("meeting", data.getString("meeting"))
                .append("letter", data.getString("letter"))
                .append("status", "DRAWN");
    }
}
