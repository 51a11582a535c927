package org.plenary.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.feed.Envelope;
import org.plenary.membership.domain.Party;

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

    /** Names and classes with their dates: which are in force is for the reader to judge, who knows when he asks. */
    static Document parties(@Nullable Document before, Envelope event) {
        Document data = Document.parse(event.data());
        return switch (event.name()) {
            case "PartyRegistered", "PartyEntered" -> entered(data, event.stream());
            case "PartyRenamed" -> renamed(Objects.requireNonNull(before), data, event.stream());
            case "PartyClassChanged" -> {
                List<Document> classes = dated(Objects.requireNonNull(before), "classes");
                classes.getLast().append("until", data.getString("from"));
                classes.add(classOf(data));
                yield before;
            }
            default -> throw new IllegalStateException("unknown event " + event.type());
        };
    }

    private static Document entered(Document data, String stream) {
        Document party = new Document();
        for (String field : List.of("forum", "party", "name", "zone", "mark", "sources")) {
            if (data.containsKey(field)) {
                party.append(field, data.get(field));
            }
        }
        Document name = new Document("language", Party.OFFICIAL_LANGUAGE).append("name", data.getString("name"));
        if (data.containsKey("from")) {
            name.append("from", data.getString("from"));
        }
        return party.append("names", List.of(name))
                .append("classes", List.of(classOf(data)))
                .append("order", data.getString("name") + "|" + stream)
                .append("audience", Audience.PUBLIC);
    }

    private static Document classOf(Document data) {
        Document held = new Document("partyClass", data.getString("partyClass"));
        return data.containsKey("from") ? held.append("from", data.getString("from")) : held;
    }

    private static Document renamed(Document party, Document data, String stream) {
        String language = data.getString("language");
        dated(party, "names")
                .add(new Document("language", language)
                        .append("name", data.getString("name"))
                        .append("from", data.getString("from")));
        return language.equals(Party.OFFICIAL_LANGUAGE)
                ? party.append("name", data.getString("name")).append("order", data.getString("name") + "|" + stream)
                : party;
    }

    private static List<Document> dated(Document party, String field) {
        List<Document> list = new ArrayList<>(party.getList(field, Document.class));
        party.append(field, list);
        return list;
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
}
