package org.plenary.portal;

import java.util.ArrayList;
import java.util.List;
import org.plenary.portal.Thing.Fact;
import org.plenary.portal.Thing.Link;
import org.plenary.portal.Thing.Table;
import tools.jackson.databind.JsonNode;

/** Accreditations, credentials reports and protocol orders as pages show them. */
final class CredentialsThing {
    private CredentialsThing() {}

    /** What a meeting's page leads to. */
    static List<Link> links(String meeting) {
        String tail = meeting.substring("meeting-".length());
        return List.of(
                new Link("Accreditations", "/accreditations?meeting=" + meeting),
                new Link("Compile the credentials report", "/new/CompileCredentialsReport?meeting=" + meeting),
                new Link("Credentials report", "/credentials-reports/report-" + tail),
                new Link("Draw the lot for the protocol order", "/new/DrawLot?meeting=" + meeting),
                new Link("Protocol order", "/protocol-orders/seating-" + tail));
    }

    static Thing accreditation(JsonNode n, String etag) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Party", Thing.text(n, "party")));
        facts.addAll(Thing.filed(n));
        facts.add(new Fact("Capacity", Thing.words(Thing.text(n, "capacity"))));
        facts.add(new Fact("Name", Tombstone.or(n, "name", "not shown to you")));
        facts.add(new Fact("Credentials", credentials(Thing.text(n, "status"))));
        facts.add(new Fact("Note verbale", Thing.text(n, "noteVerbale")));
        List<Link> links = new ArrayList<>();
        links.add(new Link("Meeting", "/meetings/" + Thing.text(n, "meeting")));
        if (Tombstone.stands(n, "file")) {
            facts.add(new Fact("File of the note verbale", Tombstone.or(n, "file", "")));
        }
        links.addAll(Tombstone.links("membership", n));
        JsonNode file = n.path("file");
        if (file.isObject()) {
            facts.add(new Fact(
                    "File of the note verbale",
                    Thing.text(file, "kind") + ", " + file.path("bytes").asLong() + " bytes, commitment "
                            + Thing.text(file.path("file"), "commitment")));
            links.add(new Link("Save the note verbale", "/files/" + Thing.text(file.path("file"), "body")));
        }
        if (n.path("reason").isString()) {
            facts.add(new Fact("Reason", Thing.text(n, "reason")));
        }
        if (n.path("assurance").isString()) {
            facts.add(new Fact("Assurance", Thing.text(n, "assurance")));
        }
        JsonNode refusal = n.path("refusal");
        if (refusal.isObject()) {
            facts.add(new Fact("Refusal proposed", Thing.text(refusal, "reason")));
            facts.add(new Fact("Keys turned to refuse", Thing.keys(refusal.path("keys"))));
        }
        if (n.path("successor").isString()) {
            links.add(new Link("Successor", "/accreditations/" + Thing.text(n, "successor")));
        }
        List<List<String>> objections = new ArrayList<>();
        n.path("objections").forEach(o -> objections.add(List.of(Thing.text(o, "party"), Thing.text(o, "ground"))));
        List<Table> tables = objections.isEmpty()
                ? List.of()
                : List.of(new Table("Objections to the credentials", List.of("Party", "Ground"), objections));
        return new Thing(
                "accreditations",
                Thing.text(n, "id"),
                etag,
                "Accreditation of " + Thing.text(n, "party"),
                Thing.text(n, "status"),
                "",
                true,
                facts,
                tables,
                links);
    }

    private static String credentials(String status) {
        return switch (status) {
            case "IN_ORDER" -> "in order";
            case "PROVISIONAL" -> "on an assurance; seated with every right until they come";
            case "CONTESTED" -> "contested; seated with every right until the credentials report is adopted";
            case "REJECTED" -> "rejected by the adopted credentials report";
            case "EXPIRED" -> "ended with the meeting; what was done meanwhile stays valid";
            default -> "not yet received";
        };
    }

    static Thing report(JsonNode n, String etag) {
        List<Fact> facts = List.of(
                new Fact("Edition", String.valueOf(n.path("edition").asInt())),
                new Fact("SHA-256 of the report", Thing.text(n.path("keys"), "hash")),
                new Fact("Keys turned", Thing.keys(n.path("keys"))),
                new Fact("Until it is adopted", "everybody in it keeps every right"));
        List<List<String>> entries = new ArrayList<>();
        n.path("entries")
                .forEach(e -> entries.add(List.of(
                        Thing.text(e, "party"),
                        Thing.words(Thing.text(e, "capacity")),
                        Thing.words(Thing.text(e, "status")),
                        Thing.text(e, "accreditation") + "@" + e.path("at").asLong())));
        List<List<String>> contested = new ArrayList<>();
        n.path("contested")
                .forEach(c ->
                        contested.add(List.of(Thing.text(c, "accreditation"), Thing.words(Thing.text(c, "outcome")))));
        return new Thing(
                "credentials-reports",
                Thing.text(n, "id"),
                etag,
                "Credentials report",
                Thing.text(n, "status"),
                Thing.text(n.path("keys"), "hash"),
                true,
                facts,
                List.of(
                        new Table("Accreditations", List.of("Party", "Capacity", "State", "As of"), entries),
                        new Table("Contested", List.of("Accreditation", "Proposed"), contested)),
                List.of(new Link("Meeting", "/meetings/" + Thing.text(n, "meeting"))));
    }

    static Thing protocolOrder(JsonNode n, String etag) {
        List<Table> tables = new ArrayList<>();
        n.path("orders")
                .properties()
                .forEach(order -> order.getValue().forEach(rank -> {
                    List<List<String>> seats = new ArrayList<>();
                    rank.path("seats")
                            .forEach(s -> seats.add(
                                    List.of(String.valueOf(s.path("number").asInt()), Thing.text(s, "name"))));
                    String caption = Thing.words(Thing.text(rank, "partyClass")) + " (" + order.getKey() + ")";
                    tables.add(new Table(caption, List.of("Seat", "Party"), seats));
                }));
        return new Thing(
                "protocol-orders",
                Thing.text(n, "id"),
                etag,
                "Protocol order",
                Thing.text(n, "status"),
                "",
                true,
                List.of(new Fact("Letter drawn", Thing.text(n, "letter"))),
                tables,
                List.of(new Link("Meeting", "/meetings/" + Thing.text(n, "meeting"))));
    }
}
