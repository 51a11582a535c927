package org.plenary.portal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** One thing as a page shows it: facts, tables and links, read off the owner's answer. */
public record Thing(
        String collection,
        String id,
        String etag,
        String title,
        String status,
        String hash,
        boolean live,
        List<Fact> facts,
        List<Table> tables,
        List<Link> links) {
    /** A label and its value. */
    public record Fact(String label, String value) {}

    /** A table with a caption and heads. */
    public record Table(String caption, List<String> heads, List<List<String>> rows) {}

    /** A link to another page. */
    public record Link(String text, String href) {}

    private static final Fact CHECK = new Fact(
            "How to check the text",
            "Download the exact text and its proof, and run: plenary verify TEXT PROOF. It needs no server.");
    private static final Set<String> SEALED_AGENDA = Set.of("CIRCULATED", "BEFORE_MEETING", "ADOPTED");

    static String words(String code) {
        return code.replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /** The texts of an array, as a reader expects them. */
    private static String list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(t -> texts.add(t.asString(t.toString())));
        return String.join(", ", texts);
    }

    /** Reads the answer of a collection. */
    static Thing of(String collection, JsonNode n, String etag) {
        return of(collection, n, etag, Instant.now());
    }

    /** Reads the answer of a collection as of an instant. */
    static Thing of(String collection, JsonNode n, String etag, Instant at) {
        return switch (collection) {
            case "meetings" -> meeting(n, etag);
            case "agendas" -> agenda(n, etag);
            case "items" -> item(n, etag);
            case "documents" -> document(n, etag);
            case "commitments" -> commitment(n, etag);
            case "accreditations" -> CredentialsThing.accreditation(n, etag);
            case "credentials-reports" -> CredentialsThing.report(n, etag);
            case "protocol-orders" -> CredentialsThing.protocolOrder(n, etag);
            case "dispatches" -> dispatch(n, etag);
            case "parties" -> PartyThing.party(n, etag, at);
            case "people" -> PeopleThings.person(n, etag);
            case "invitations" -> PeopleThings.invitation(n, etag);
            default -> throw new IllegalArgumentException(collection);
        };
    }

    /** Both names, where another filed it for its party. */
    static List<Fact> filed(JsonNode n) {
        return n.path("filedBy").isString()
                ? List.of(new Fact("Filed by", text(n, "filedBy") + " on its behalf"))
                : List.of();
    }

    static String text(JsonNode n, String member) {
        return n.path(member).asString("");
    }

    private static Thing meeting(JsonNode n, String etag) {
        JsonNode place = n.path("place");
        String zone = text(place, "zone");
        List<Fact> facts = new ArrayList<>();
        List<Table> tables = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        String id = text(n, "id");
        if (text(n, "status").equals("IMPORTED")) {
            facts.add(new Fact("History", "Imported from public pages; it went through none of the lifecycles here."));
            facts.add(new Fact("Place", text(place, "venue") + ", " + text(place, "host")));
            facts.add(new Fact("Dates", text(place, "opensLocal") + " to " + text(place, "closesLocal")));
            facts.add(new Fact("Sources", text(n, "note")));
            return new Thing("meetings", id, etag, text(n, "title"), "IMPORTED", "", false, facts, tables, links);
        }
        facts.add(new Fact("Symbol of the notice", n.path("symbol").asString("not yet minted")));
        facts.add(new Fact("Host and venue", text(place, "host") + ", " + text(place, "venue")));
        facts.add(new Fact("Opens", Times.shown(text(place, "opensAt"), zone)));
        facts.add(new Fact("Closes", Times.shown(text(place, "closesAt"), zone)));
        facts.add(new Fact("Proposal", String.valueOf(n.path("proposal").asInt())));
        facts.add(new Fact("Keys turned", keys(n.path("keys"))));
        links.add(new Link("Export this conference", "/exports/" + id));
        JsonNode convened = n.path("convened");
        if (convened.isObject()) {
            facts.add(new Fact("Items are regular until", Times.shown(text(convened, "regularUntil"), zone)));
            facts.add(
                    new Fact("Items are supplementary until", Times.shown(text(convened, "supplementaryUntil"), zone)));
            links.add(new Link("Agenda", "/agendas/agenda-" + id.substring("meeting-".length())));
            links.add(new Link("Submit an item", "/new/SubmitItem?meeting=" + id));
            links.add(new Link("Nominate a delegate", "/new/NominateDelegate?meeting=" + id));
            links.addAll(CredentialsThing.links(id));
            links.add(new Link("Open a draft", "/new/OpenDraft?meeting=" + id));
        }
        List<List<String>> consulted = new ArrayList<>();
        n.path("consulted")
                .forEach(p -> consulted.add(List.of(
                        p.asString(), n.path("consultation").path(p.asString()).asString("awaited"))));
        if (!consulted.isEmpty()) {
            tables.add(new Table("Consultation of the steering group", List.of("Party", "Said"), consulted));
        }
        List<List<String>> presence = new ArrayList<>();
        n.path("presence")
                .properties()
                .forEach(
                        p -> presence.add(List.of(p.getKey(), words(p.getValue().asString()))));
        tables.add(new Table("Present now", List.of("Party", "Class"), presence));
        JsonNode record = n.path("recordKeys");
        String hash = text(n, "status").equals("CLOSED") ? text(record, "hash") : text(n.path("keys"), "hash");
        return new Thing("meetings", id, etag, text(n, "title"), text(n, "status"), hash, true, facts, tables, links);
    }

    static String keys(JsonNode keys) {
        List<String> shown = new ArrayList<>();
        keys.path("holders")
                .forEach(h -> shown.add(h.asString() + ": "
                        + keys.path("turned").path(h.asString()).asString("awaited")));
        return String.join("; ", shown);
    }

    private static Thing agenda(JsonNode n, String etag) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Symbol", n.path("symbol").asString("not yet minted")));
        facts.add(new Fact("Edition", String.valueOf(n.path("edition").asInt())));
        facts.add(new Fact("Keys turned", keys(n.path("keys"))));
        facts.add(new Fact("Circulated to", n.path("recipients").size() + " parties"));
        List<List<String>> rows = new ArrayList<>();
        n.path("entries")
                .forEach(e -> rows.add(List.of(
                        String.valueOf(e.path("number").asInt()),
                        text(e, "title"),
                        text(e, "party"),
                        list(e.path("tags")))));
        List<Table> tables = List.of(new Table("Items", List.of("No.", "Title", "Submitted by", "Objectives"), rows));
        List<Link> links = new ArrayList<>();
        links.add(new Link("Meeting", "/meetings/" + text(n, "meeting")));
        links.add(new Link("All items of the meeting", "/items?meeting=" + text(n, "meeting")));
        if (n.path("edition").asInt() > 0) {
            links.add(new Link("Exact text", "/api/agenda/agendas/" + text(n, "id") + "/text"));
        }
        if (SEALED_AGENDA.contains(text(n, "status"))) {
            facts.add(CHECK);
            links.add(new Link("Proof of this text", "/api/agenda/agendas/" + text(n, "id") + "/proof"));
        }
        return new Thing(
                "agendas",
                text(n, "id"),
                etag,
                "Agenda: " + text(n, "title"),
                text(n, "status"),
                text(n.path("keys"), "hash"),
                true,
                facts,
                tables,
                links);
    }

    private static Thing item(JsonNode n, String etag) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Submitted by", text(n, "party")));
        facts.addAll(filed(n));
        facts.add(new Fact("Received", Times.shown(text(n, "receivedAt"), "")));
        facts.add(new Fact("Channel", words(text(n, "channel"))));
        facts.add(new Fact("Objectives", list(n.path("objectives"))));
        facts.add(new Fact("Explanatory memorandum", text(n, "memorandum")));
        if (n.path("reason").isString()) {
            facts.add(new Fact("Reason", text(n, "reason")));
        }
        return new Thing(
                "items",
                text(n, "id"),
                etag,
                text(n, "title"),
                text(n, "status"),
                text(n.path("admission"), "hash"),
                true,
                facts,
                List.of(),
                List.of(new Link("Meeting", "/meetings/" + text(n, "meeting"))));
    }

    private static Thing document(JsonNode n, String etag) {
        List<Fact> facts = new ArrayList<>();
        List<Table> tables = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        String id = text(n, "id");
        if (text(n, "status").equals("IMPORTED")) {
            facts.add(new Fact("History", "Imported from public pages; it went through none of the lifecycles here."));
            facts.add(new Fact("Sources", list(n.path("sources"))));
            return new Thing("documents", id, etag, text(n, "title"), "IMPORTED", "", false, facts, tables, links);
        }
        facts.add(new Fact("Symbol", n.path("symbol").asString("not yet minted")));
        facts.add(new Fact("Revision", String.valueOf(n.path("revision").asInt())));
        facts.add(new Fact("SHA-256 of the text", text(n, "hash")));
        JsonNode silence = n.path("silence");
        if (silence.isObject()) {
            String zone = text(silence, "zone");
            facts.add(new Fact("Silence ends", Times.shown(text(silence, "expiresAt"), zone)));
            facts.add(new Fact("Keys on the silence", keys(silence.path("keys"))));
            if (n.path("settling").asBoolean()) {
                facts.add(new Fact(
                        "Settling", "Silence has ended; objections received in time are still being counted."));
            }
            if (n.path("statementsUntil").isString()) {
                facts.add(new Fact(
                        "Adopted",
                        "In silence: of " + silence.path("breakers").size()
                                + " parties that could object, "
                                + silence.path("objectors").size() + " did before "
                                + Times.shown(text(silence, "expiresAt"), zone) + ". The period was "
                                + Times.length(text(silence, "given")) + "; the least is "
                                + Times.length(text(silence, "minimum")) + "."));
                facts.add(new Fact("Statements until", Times.shown(text(n, "statementsUntil"), zone)));
            }
        } else {
            facts.add(new Fact("Keys turned", keys(n.path("keys"))));
        }
        List<List<String>> rows = new ArrayList<>();
        n.path("paragraphs")
                .forEach(p -> rows.add(List.of(
                        text(p, "id"),
                        text(p, "text"),
                        list(n.path("agreements").path(text(p, "id"))))));
        tables.add(new Table("Text", List.of("Par.", "Words", "Agreed ad referendum by"), rows));
        List<List<String>> statements = new ArrayList<>();
        n.path("statements")
                .forEach(s -> statements.add(List.of(
                        text(s, "party"),
                        words(text(s, "kind")),
                        s.path("paragraph").asString("whole text"),
                        text(s, "text"))));
        if (!statements.isEmpty()) {
            tables.add(new Table("Statements", List.of("Party", "Kind", "On", "Words"), statements));
        }
        List<List<String>> signatures = new ArrayList<>();
        n.path("signatures").forEach(s -> signatures.add(List.of(text(s, "unit"), text(s, "kid"))));
        if (!signatures.isEmpty()) {
            tables.add(new Table("Signatures", List.of("Office", "Key"), signatures));
        }
        String path = "/api/outcomes/documents/" + id;
        links.add(new Link("Exact text (canonical bytes)", path + "/text"));
        if (text(n, "status").equals("PUBLISHED")) {
            facts.add(CHECK);
            links.add(new Link("Proof of this text", path + "/proof"));
            links.add(new Link("Its place in the record (C2SP tlog-proof)", "/record/proof/" + id + "/" + etag));
            links.add(new Link("Mark a commitment", "/new/MarkCommitment?document=" + id));
        }
        return new Thing(
                "documents",
                id,
                etag,
                text(n, "title"),
                text(n, "status"),
                text(n, "hash"),
                true,
                facts,
                tables,
                links);
    }

    private static Thing commitment(JsonNode n, String etag) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Anchored in", text(n, "symbol") + " " + text(n, "paragraph")));
        facts.add(new Fact("Owners", n.path("owners").isEmpty() ? "all parties" : list(n.path("owners"))));
        facts.add(new Fact("Due", n.path("due").isString() ? Times.shown(text(n, "due"), "") : "no date"));
        facts.add(new Fact("Measure", text(n, "measure")));
        facts.add(new Fact("Keys turned", keys(n.path("keys"))));
        List<Table> tables = new ArrayList<>();
        for (String series : List.of("selfReports", "assessments")) {
            List<List<String>> rows = new ArrayList<>();
            n.path(series).forEach(r -> rows.add(List.of(text(r, "by"), words(text(r, "level")), text(r, "basis"))));
            tables.add(new Table(
                    series.equals("selfReports") ? "Self-reports" : "Assessments",
                    List.of("By", "Level", "Rests on"),
                    rows));
        }
        return new Thing(
                "commitments",
                text(n, "id"),
                etag,
                text(n, "quote"),
                text(n, "status"),
                text(n.path("keys"), "hash"),
                true,
                facts,
                tables,
                List.of());
    }

    private static Thing dispatch(JsonNode n, String etag) {
        List<Fact> facts = List.of(
                new Fact("What", words(text(n, "kind"))),
                new Fact("Symbol", n.path("symbol").asString("none")),
                new Fact("Note", text(n, "note")));
        List<List<String>> rows = new ArrayList<>();
        n.path("recipients").forEach(r -> {
            String party = text(r, "party");
            rows.add(List.of(
                    party,
                    n.path("sent").has(party) ? "sent" : "not sent",
                    n.path("acknowledged").path(party).asString("not acknowledged")));
        });
        return new Thing(
                "dispatches",
                text(n, "id"),
                etag,
                text(n, "title"),
                "ORDERED",
                "",
                true,
                facts,
                List.of(new Table("Recipients", List.of("Party", "Sent", "Acknowledged by"), rows)),
                List.of());
    }
}
