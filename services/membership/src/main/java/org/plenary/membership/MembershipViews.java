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
        return person.append("order", person.getString("subject")).append("audience", Audience.FORUM);
    }
}
