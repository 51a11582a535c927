package org.plenary.portal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.plenary.portal.Thing.Fact;
import org.plenary.portal.Thing.Table;
import tools.jackson.databind.JsonNode;

/** A person and an invitation as their pages show them. */
final class PeopleThings {
    private static final List<String> HEADS = List.of("Role", "In", "Post", "From", "Until", "Grant");

    /** An invitation that nobody accepted in time; its stream does not say so, its instant does. */
    static final String EXPIRED = "EXPIRED";

    private PeopleThings() {}

    /** How an invitation stands now. */
    static String standing(JsonNode n) {
        String status = text(n, "status", "");
        boolean over =
                n.path("expiresAt").isString() && !Instant.now().isBefore(Instant.parse(text(n, "expiresAt", "")));
        return status.equals("INVITED") && over ? EXPIRED : status;
    }

    static Thing person(JsonNode n, String etag) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Party", text(n, "unit", "none: of the forum itself")));
        List<List<String>> roles = new ArrayList<>();
        n.path("roles").forEach(r -> roles.add(tenure(r)));
        List<List<String>> proposed = new ArrayList<>();
        n.path("proposed").forEach(p -> {
            List<String> row = new ArrayList<>(tenure(p.path("tenure")));
            row.add(text(p, "by", ""));
            proposed.add(row);
        });
        List<List<String>> recusals = new ArrayList<>();
        n.path("recusals")
                .forEach(r -> recusals.add(List.of(
                        text(r, "thing", ""),
                        Times.shown(text(r, "from", ""), ""),
                        r.has("until") ? Times.shown(text(r, "until", ""), "") : "in force",
                        text(r, "by", ""),
                        Tombstone.or(r, "ground", "not shown to you"))));
        List<String> proposedHeads = new ArrayList<>(HEADS);
        proposedHeads.add("Proposed by");
        return new Thing(
                "people",
                text(n, "id", ""),
                etag,
                text(n, "subject", ""),
                text(n, "status", "KNOWN"),
                "",
                true,
                facts,
                List.of(
                        new Table("Roles of all times", HEADS, roles),
                        new Table("Proposed, and to be confirmed by another person", proposedHeads, proposed),
                        new Table("Recused from", List.of("What", "From", "Until", "By", "Ground"), recusals)),
                List.of());
    }

    private static List<String> tenure(JsonNode r) {
        return List.of(
                Thing.words(text(r, "role", "")),
                text(r, "body", "the whole forum"),
                text(r, "post", ""),
                Times.shown(text(r, "from", ""), ""),
                r.has("until") ? Times.shown(text(r, "until", ""), "") : "",
                text(r, "grant", ""));
    }

    static Thing invitation(JsonNode n, String etag) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Party", text(n, "party", "")));
        facts.add(new Fact("Roles offered", roles(n)));
        facts.add(new Fact("Address", Tombstone.or(n, "email", "none given")));
        if (Tombstone.stands(n, "name")) {
            facts.add(new Fact("Name", Tombstone.or(n, "name", "")));
        }
        facts.add(new Fact("To be accepted before", Times.shown(text(n, "expiresAt", ""), "")));
        facts.add(new Fact("Invited by", text(n, "invitedBy", "")));
        if (n.has("acceptedBy")) {
            facts.add(new Fact("Accepted by", text(n, "acceptedBy", "")));
        }
        List<Thing.Link> links = new ArrayList<>(Tombstone.links("membership", n));
        links.add(new Thing.Link("People", "/people"));
        return new Thing(
                "invitations",
                text(n, "id", ""),
                etag,
                "Invitation of "
                        + (Tombstone.stands(n, "name") ? "a person whose name was redacted" : text(n, "name", "")),
                standing(n),
                "",
                true,
                facts,
                List.of(),
                links);
    }

    static String roles(JsonNode n) {
        List<String> roles = new ArrayList<>();
        n.path("roles").forEach(r -> roles.add(Thing.words(r.asString(""))));
        return String.join(", ", roles);
    }

    private static String text(JsonNode n, String member, String otherwise) {
        return n.path(member).asString(otherwise);
    }
}
