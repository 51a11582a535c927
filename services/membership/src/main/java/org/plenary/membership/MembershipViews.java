package org.plenary.membership;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.feed.Envelope;

/** The lists of the service, folded from its own streams. */
final class MembershipViews {
    private MembershipViews() {}

    static Document forums(@Nullable Document before, Envelope event) {
        Document forum = before == null ? new Document() : before;
        if (event.name().equals("ForumFounded")) {
            Document data = Document.parse(event.data());
            forum.append("forum", event.stream())
                    .append("order", data.getString("name") + "|" + event.stream())
                    .append("audience", Audience.PUBLIC)
                    .append("name", data.getString("name"))
                    .append("symbolPrefix", data.getString("symbolPrefix"))
                    .append("fictional", data.getBoolean("fictional"))
                    .append("foundedAt", event.recordedAt().toString());
        }
        return forum;
    }

    static Document parties(@Nullable Document before, Envelope event) {
        Document party = Document.parse(event.data());
        return party.append("order", party.getString("name") + "|" + event.stream())
                .append("audience", Audience.PUBLIC);
    }

    /** What every service derives authority from, here with an order to page by. */
    static Document people(@Nullable Document before, Envelope event) {
        Document person = Authority.fold(before, event);
        String subject = person.getString("subject");
        return person.append("order", subject)
                .append("audience", PersonAggregate.audience(person.getString("unit"), subject));
    }

    static Document invitations(@Nullable Document before, Envelope event) {
        Document i = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "PersonInvited" ->
                i.append("forum", data.getString("forum"))
                        .append("order", event.recordedAt() + "|" + event.stream())
                        .append("audience", Audience.unit(data.getString("party")))
                        .append("party", data.getString("party"))
                        .append("roles", data.getList("roles", String.class))
                        .append("expiresAt", data.getString("expiresAt"))
                        .append("invitedBy", data.getString("by"))
                        .append("status", "INVITED");
            case "InvitationAccepted" -> i.append("status", "ACCEPTED").append("acceptedBy", data.getString("subject"));
            case "InvitationWithdrawn" -> i.append("status", "WITHDRAWN");
            default -> throw new IllegalStateException("unknown event " + event.type());
        }
        return i;
    }

    static Document accreditations(@Nullable Document before, Envelope event) {
        Document a = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "DelegateNominated" ->
                a.append("forum", data.getString("forum"))
                        .append("order", event.recordedAt() + "|" + event.stream())
                        .append("audience", Audience.FORUM)
                        .append("meeting", data.getString("meeting"))
                        .append("party", data.getString("party"))
                        .append("capacity", data.getString("capacity"))
                        .append("status", "SUBMITTED");
            case "NominationReturned" -> a.append("status", "RETURNED").append("reason", data.getString("reason"));
            case "DelegateAccepted" -> a.append("status", "ACCEPTED");
            case "DelegateRefused" -> a.append("status", "REFUSED").append("reason", data.getString("reason"));
            case "CredentialsInOrder" -> a.append("status", "IN_ORDER");
            default -> throw new IllegalStateException("unknown event " + event.type());
        }
        return a;
    }
}
