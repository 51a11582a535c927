package org.plenary.infra.journey;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.local.DemonstrationKeys;
import org.plenary.infra.local.Founding;
import org.plenary.infra.local.PublicApi.Answer;
import org.plenary.tlog.Leaf;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.TlogProof;
import tools.jackson.databind.JsonNode;

/** A fictional forum holds a conference in seconds: scheduled, circulated, opened, decided, signed, published, recorded. */
final class Story {
    private static final List<String> STATES = List.of("au", "id", "nz", "th", "bd", "my");
    private static final String SEC = "secretariat";
    private static final String ZONE = "Asia/Jakarta";
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final Stage stage;
    private final DemonstrationKeys keys;
    private PeopleScene people;
    private String forum = "";
    private String meeting = "";
    private String agenda = "";
    private String document = "";
    private @Nullable CredentialsScene credentials;

    Story(Stage stage, DemonstrationKeys keys) {
        this.stage = stage;
        this.keys = keys;
        this.people = new PeopleScene(stage, "");
    }

    void play() {
        found();
        people = new PeopleScene(stage, forum);
        people.play();
        schedule();
        submitItems();
        compileAgenda();
        accreditAndOpen();
        adoptAgenda();
        negotiate();
        silence();
        signAndPublish();
        followUpAndClose();
        steeringGroup();
        people.revoked(meeting, items.getFirst(), document);
        prove();
    }

    private void found() {
        stage.scene("A forum is founded");
        String prefix = "J" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        List<Map<String, Object>> parties = new java.util.ArrayList<>();
        STATES.forEach(s -> parties.add(party(s, "MEMBER_STATE")));
        parties.add(party("iom", "MEMBER_ORGANISATION"));
        parties.add(party("jp", "OBSERVER_STATE"));
        List<String> all =
                parties.stream().map(p -> String.valueOf(p.get("party"))).toList();
        Map<String, Object> founding = new LinkedHashMap<>();
        founding.put("name", "Forum of the journey (fictional)");
        founding.put("symbolPrefix", prefix);
        founding.put("fictional", true);
        founding.put("framework", "journey");
        founding.put("frameworkTitle", "Objectives of the journey (fictional)");
        founding.put("objectives", List.of(objective(1, "Sharing information"), objective(2, "Protecting victims")));
        founding.put(
                "bodies",
                List.of(
                        Founding.body("conference", "Conference", List.of("au", "id"), all),
                        Founding.body(
                                "steering-group",
                                "Steering Group",
                                List.of("au", "id"),
                                List.of("au", "id", "nz", "th"))));
        founding.put("parties", parties);
        founding.put("people", Founding.people(all));
        founding.put(
                "ruleCards",
                Founding.ruleCards(
                        "A rule card of seconds, for the journey.",
                        Founding.card("PT2S", "PT17S", "PT13S", 3, 4, "PT60S", "PT10M", "PT4S", "PT14S")));
        founding.put("signingKeys", List.of(keys.entry("au"), keys.entry("id")));
        stage.isRefused(
                "a delegation cannot found a forum", "forbidden", "th.head", "/api/membership/forums", founding);
        forum = stream(stage.does("the operator founds a forum", "operator", "/api/membership/forums", founding));
        stage.sees(
                "its people have their roles",
                "jp.focal",
                "/api/membership/me?forum=" + forum,
                me -> !me.path("grants").isEmpty());
        stage.sees(
                "its parties are registered",
                null,
                "/api/membership/parties?forum=" + forum,
                page -> page.path("items").size() == 8);
    }

    private static Map<String, Object> party(String slug, String type) {
        return Map.of("party", slug, "partyClass", type, "name", slug.toUpperCase(Locale.ROOT), "zone", "UTC");
    }

    private static Map<String, Object> objective(int number, String text) {
        return Map.of("number", number, "text", text);
    }

    private static Map<String, Object> place(Instant opens) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("host", "Indonesia");
        place.put("venue", "Jakarta");
        place.put("zone", ZONE);
        place.put("opensLocal", LOCAL.format(opens.atZone(ZoneId.of(ZONE))));
        place.put("closesLocal", LOCAL.format(opens.plus(1, ChronoUnit.HOURS).atZone(ZoneId.of(ZONE))));
        return place;
    }

    private Map<String, Object> proposal(String body, String type, String title, Instant opens) {
        Map<String, Object> proposal = new LinkedHashMap<>();
        proposal.put("forum", forum);
        proposal.put("body", body);
        proposal.put("meetingType", type);
        proposal.put("title", title);
        proposal.put("number", 1);
        proposal.putAll(place(opens));
        return proposal;
    }

    private String hashOf(String path) {
        return stage.read("au.cochair", path).path("keys").path("hash").asString();
    }

    private void schedule() {
        stage.scene("A meeting is scheduled, by two keys on the same words");
        Map<String, Object> proposal = proposal(
                "conference",
                "MINISTERIAL_CONFERENCE",
                "First Conference (fictional)",
                Instant.now().plusSeconds(90));
        stage.isRefused("a delegation cannot propose it", "forbidden", "th.head", "/api/meeting/meetings", proposal);
        String path = "/api/meeting/meetings/";
        meeting = stream(
                stage.does("Australia proposes the conference", "au.cochair", "/api/meeting/meetings", proposal));
        path += meeting;
        String first = hashOf(path);
        stage.isRefusedBound(
                "one key is not two: Australia cannot consent to its own proposal",
                "key-already-turned",
                "au.cochair",
                path + "/consent",
                Map.of("hash", first));
        stage.isRefusedBound(
                "the steering group is not consulted yet",
                "consultation-open",
                "id.cochair",
                path + "/consent",
                Map.of("hash", first));
        stage.does("New Zealand concurs", "nz.head", path + "/concur", Map.of());
        stage.does("Thailand comments", "th.head", path + "/comment", Map.of("text", "A later hour is welcome."));
        Map<String, Object> counter = new LinkedHashMap<>(place(Instant.now().plusSeconds(29)));
        counter.put("hash", first);
        stage.doesBound(
                "Indonesia counters with another time; its consent is implied",
                "id.cochair",
                path + "/counter",
                counter);
        stage.isRefusedBound(
                "Australia cannot consent to the words that no longer stand",
                "key-other-bytes",
                "au.cochair",
                path + "/consent",
                Map.of("hash", first));
        stage.refused(
                "nor on a version that it did not read",
                "version-mismatch",
                stage.posted("au.cochair", path + "/consent", Map.of("hash", hashOf(path)), Stage.key(), "1"));
        stage.doesBound(
                "Australia consents to the same hash: both keys are turned",
                "au.cochair",
                path + "/consent",
                Map.of("hash", hashOf(path)));
        stage.does(
                "the secretariat convenes it: date, place and deadlines are fixed", SEC, path + "/convene", Map.of());
        stage.sees(
                "the convening notice has its symbol",
                SEC,
                path,
                m -> m.path("symbol").asString("").contains("/N."));
        agenda = "agenda-" + meeting.substring("meeting-".length());
    }

    private Map<String, Object> item(String party, String title) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("meeting", meeting);
        item.put("party", party);
        item.put("title", title);
        item.put("memorandum", "Why the item is requested (fictional).");
        item.put("objectives", List.of(1));
        return item;
    }

    private final List<String> items = new java.util.ArrayList<>();

    private void submitItems() {
        stage.scene("Delegations submit items");
        Map<String, Object> routes = item("th", "Maritime routes");
        String key = Stage.key();
        stage.sees("the call for items is open", SEC, "/api/agenda/agendas/" + agenda, a -> true);
        Answer submitted = stage.posted("th.focal", "/api/agenda/items", routes, key, null);
        stage.holds("Thailand submits an item in time: " + submitted.status(), submitted.ok());
        Answer again = stage.posted("th.focal", "/api/agenda/items", routes, key, null);
        stage.holds("sent twice, it is one item with one answer", again.body().equals(submitted.body()));
        items.add(stream(submitted));
        stage.refused(
                "the same key with other words is refused",
                "key-reused",
                stage.posted("th.focal", "/api/agenda/items", item("th", "Other words"), key, null));
        stage.isRefused(
                "New Zealand cannot submit for Thailand",
                "forbidden",
                "nz.focal",
                "/api/agenda/items",
                item("th", "Not ours"));
        people.onBehalf(item("th", "An item filed by the secretariat"));
        Map<String, Object> incomplete = new LinkedHashMap<>(item("nz", "Networks"));
        incomplete.remove("memorandum");
        stage.isRefused(
                "an item without its memorandum is refused",
                "invalid-input",
                "nz.focal",
                "/api/agenda/items",
                incomplete);
        JsonNode m = stage.read(SEC, "/api/meeting/meetings/" + meeting).path("convened");
        Instant first = Instant.parse(m.path("regularUntil").asString());
        Instant second = Instant.parse(m.path("supplementaryUntil").asString());
        stage.waitUntil("the first deadline passes", first.plusMillis(1));
        items.add(stream(
                stage.does("New Zealand submits later", "nz.focal", "/api/agenda/items", item("nz", "Networks"))));
        JsonNode late = stage.read(SEC, "/api/agenda/items/" + items.get(1));
        stage.holds(
                "and its item is supplementary", late.path("channel").asString().equals("SUPPLEMENTARY"));
        stage.waitUntil("the second deadline passes", second.plusMillis(1));
        stage.isRefused(
                "an item after the deadline needs a ground of urgency",
                "urgency-ground-required",
                "my.focal",
                "/api/agenda/items",
                item("my", "Too late"));
    }

    private void compileAgenda() {
        stage.scene("The provisional agenda is screened, cleared by both keys and circulated");
        String admit = "/admit";
        String regular = "/api/agenda/items/" + items.get(0);
        String supplementary = "/api/agenda/items/" + items.get(1);
        stage.doesBound("the secretariat admits the regular item", SEC, regular + admit, admission(regular));
        stage.isRefusedBound(
                "but not the supplementary one",
                "admission-needs-co-chairs",
                SEC,
                supplementary + admit,
                admission(supplementary));
        stage.doesBound("Australia agrees to admit it", "au.cochair", supplementary + admit, admission(supplementary));
        stage.doesBound("Indonesia agrees as well", "id.cochair", supplementary + admit, admission(supplementary));
        String path = "/api/agenda/agendas/" + agenda;
        stage.doesBound("the secretariat freezes the agenda", SEC, path + "/freeze", Map.of("items", items));
        Map<String, Object> hash = Map.of("hash", hashOf(path));
        stage.doesBound("Australia clears exactly these bytes", "au.cochair", path + "/clear", hash);
        stage.isRefused(
                "with one key only it cannot be circulated", "agenda-not-cleared", SEC, path + "/circulate", Map.of());
        stage.doesBound("Indonesia clears the same bytes", "id.cochair", path + "/clear", hash);
        stage.does("the secretariat circulates it to all parties", SEC, path + "/circulate", Map.of());
        JsonNode page = stage.sees(
                "every message is handed over",
                SEC,
                "/api/circulation/dispatches?forum=" + forum + "&about=" + agenda,
                p -> p.path("items").size() == 1
                        && p.path("items").path(0).path("sent").asInt() == 8);
        String dispatch = page.path("items").path(0).path("id").asString();
        stage.does(
                "Thailand acknowledges receipt",
                "th.focal",
                "/api/circulation/dispatches/" + dispatch + "/acknowledge",
                Map.of());
        stage.sees(
                "the public reads the provisional agenda",
                null,
                path,
                a -> a.path("symbol").isString());
    }

    private Map<String, Object> admission(String item) {
        return Map.of(
                "hash",
                stage.read("au.cochair", item).path("admission").path("hash").asString());
    }

    private void accreditAndOpen() {
        stage.scene("Heads of delegation are accredited; the meeting opens with a quorum");
        String path = "/api/meeting/meetings/" + meeting;
        stage.isRefused(
                "nobody is present without an accredited head",
                "head-not-accredited",
                SEC,
                path + "/record-presence",
                Map.of("party", "th", "present", true));
        for (String party : List.of("au", "id", "nz", "th")) {
            Map<String, Object> nomination = new LinkedHashMap<>();
            nomination.put("forum", forum);
            nomination.put("meeting", meeting);
            nomination.put("party", party);
            nomination.put("capacity", "HEAD");
            nomination.put("name", "Head of " + party + " (fictional)");
            nomination.put("noteVerbale", "Note 1/" + party);
            String a = "/api/membership/accreditations/"
                    + stream(stage.does(
                            party + " nominates its head",
                            party + ".focal",
                            "/api/membership/accreditations",
                            nomination));
            stage.does("the secretariat accepts", SEC, a + "/accept", Map.of());
            stage.does("credentials are in order", SEC, a + "/receive-credentials", Map.of());
        }
        credentials = new CredentialsScene(stage, forum, meeting);
        credentials.play();
        new RedactionScene(stage, credentials.malaysia()).play();
        stage.isRefused("there is no quorum yet", "quorum-not-met", "au.cochair", path + "/open", Map.of());
        for (String party : List.of("au", "id", "nz", "th")) {
            stage.does(party + " is present", SEC, path + "/record-presence", Map.of("party", party, "present", true));
        }
        stage.does("Indonesia opens the meeting", "id.cochair", path + "/open", Map.of());
    }

    private void adoptAgenda() {
        stage.scene("The agenda is adopted");
        String path = "/api/agenda/agendas/" + agenda;
        stage.does("Indonesia proposes its adoption", "id.cochair", path + "/propose-adoption", Map.of());
        stage.doesBound("nobody objects: it is adopted", "id.cochair", path + "/adopt", Map.of("hash", hashOf(path)));
        stage.sees(
                "substantive work may begin",
                null,
                "/api/meeting/meetings/" + meeting,
                m -> m.path("status").asString().equals("IN_SUBSTANCE"));
        String item = "/api/agenda/items/" + items.get(0);
        stage.does("the debate on the first item is opened", "id.cochair", item + "/open-debate", Map.of());
        stage.sees(
                "the meeting knows of it",
                SEC,
                item,
                i -> i.path("status").asString().equals("UNDER_CONSIDERATION"));
    }

    private void negotiate() {
        stage.scene("A declaration is drafted and agreed ad referendum");
        Map<String, Object> draft = new LinkedHashMap<>();
        draft.put("meeting", meeting);
        draft.put("documentClass", "DECLARATION");
        draft.put("title", "Declaration of the journey (fictional)");
        draft.put(
                "paragraphs",
                List.of(
                        Map.of("id", "pp1", "kind", "PP", "text", "Recalling that routes change,"),
                        Map.of("id", "op1", "kind", "OP", "text", "We will share information on routes by 2028.")));
        document = stream(stage.does("the secretariat opens a zero draft", SEC, "/api/outcomes/documents", draft));
        String path = "/api/outcomes/documents/" + document;
        both("release the draft", path + "/circulate");
        stage.doesBound(
                "Thailand amends a paragraph",
                "th.head",
                path + "/amend",
                Map.of("paragraph", "op1", "text", "We commit to sharing information on routes by 2028."));
        for (String head : List.of("au.head", "id.head")) {
            stage.doesBound(head + " agrees to the preamble", head, path + "/agree", Map.of("paragraph", "pp1"));
        }
        stage.isRefused(
                "an open paragraph keeps the text from being clean",
                "paragraph-not-agreed",
                SEC,
                path + "/clean",
                Map.of());
        for (String head : List.of("au.head", "id.head")) {
            stage.doesBound(head + " agrees to the commitment", head, path + "/agree", Map.of("paragraph", "op1"));
        }
        stage.does("the text is clean", SEC, path + "/clean", Map.of());
        both("confirm it for the capitals", path + "/confirm");
        stage.sees(
                "it has its L symbol",
                SEC,
                path,
                d -> d.path("symbol").asString("").contains("/L."));
    }

    private void both(String what, String path) {
        String read = path.substring(0, path.lastIndexOf('/'));
        for (String chair : List.of("au.cochair", "id.cochair")) {
            Map<String, Object> hash =
                    Map.of("hash", stage.read(chair, read).path("hash").asString());
            stage.doesBound("both keys " + what + ": " + chair, chair, path, hash);
        }
    }

    private void silence() {
        stage.scene("Silence");
        String path = "/api/outcomes/documents/" + document;
        String hash = stage.read("au.cochair", path).path("hash").asString();
        stage.isRefusedBound(
                "a silence shorter than the rule card asks is refused",
                "silence-too-short",
                "au.cochair",
                path + "/place-under-silence",
                terms(hash, Instant.now().plusSeconds(2)));
        Instant expires = Instant.now().plusSeconds(12).truncatedTo(ChronoUnit.SECONDS);
        stage.doesBound(
                "Australia places the text under silence",
                "au.cochair",
                path + "/place-under-silence",
                terms(hash, expires));
        stage.doesBound(
                "Indonesia on the same terms", "id.cochair", path + "/place-under-silence", terms(hash, expires));
        stage.isRefused(
                "an organisation may not break this silence",
                "party-may-not-break",
                "iom.head",
                path + "/object",
                Map.of("ground", "Not for us to say."));
        stage.waitUntil("silence ends", expires.plusMillis(50));
        stage.sees(
                "the page says that it is settling",
                SEC,
                path,
                d -> d.path("settling").asBoolean());
        stage.isRefused(
                "an objection just after T is late, though it is not settled yet",
                "silence-expired",
                "th.head",
                path + "/object",
                Map.of("ground", "We are late."));
        stage.sees(
                "it is adopted, with effect as of T",
                SEC,
                path,
                d -> d.path("status").asString().equals("ADOPTED"));
        stage.does(
                "Thailand explains its position",
                "th.head",
                path + "/make-statement",
                Map.of("kind", "EXPLANATION_OF_POSITION", "paragraph", "op1", "text", "Within our means."));
        stage.sees(
                "the window for statements closes",
                SEC,
                path,
                d -> d.path("statementsClosed").asBoolean());
    }

    private static Map<String, Object> terms(String hash, Instant expires) {
        return Map.of("hash", hash, "expiresAt", expires.toString(), "zone", ZONE);
    }

    private void signAndPublish() {
        stage.scene("Both offices sign the adopted bytes; two people publish them");
        String path = "/api/outcomes/documents/" + document;
        byte[] text = stage.got(SEC, path + "/text").body().getBytes(StandardCharsets.UTF_8);
        String hash = stage.read(SEC, path).path("hash").asString();
        stage.isRefusedBound(
                "Indonesia's key is not Australia's",
                "signature-invalid",
                "au.cochair",
                path + "/sign",
                signature(hash, "au", keys.sign("id", text)));
        for (String party : List.of("au", "id")) {
            stage.doesBound(
                    party + " signs with its marked demonstration key",
                    party + ".cochair",
                    path + "/sign",
                    signature(hash, party, keys.sign(party, text)));
        }
        stage.sees(
                "it has its final symbol",
                SEC,
                path,
                d -> !d.path("symbol").asString("").contains("/L."));
        stage.doesBound("one person proposes to publish", SEC, path + "/publish", Map.of("hash", hash));
        stage.isRefusedBound(
                "the same person cannot confirm", "second-person-needed", SEC, path + "/publish", Map.of("hash", hash));
        stage.doesBound(
                "a second person confirms: it is public", "secretariat2", path + "/publish", Map.of("hash", hash));
        stage.holds(
                "anyone reads the same bytes",
                java.util.Arrays.equals(
                        text, stage.got(null, path + "/text").body().getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, Object> signature(String hash, String party, String jws) {
        return Map.of("hash", hash, "kid", DemonstrationKeys.kid(party), "signature", jws);
    }

    private void followUpAndClose() {
        stage.scene("A commitment is registered; the meeting is closed");
        Map<String, Object> mark = new LinkedHashMap<>();
        mark.put("document", document);
        mark.put("paragraph", "op1");
        mark.put("quote", "sharing information on routes by 2028");
        mark.put("owners", List.of("th"));
        mark.put("objectives", List.of(1));
        mark.put("measure", "Exchanges a year");
        String path = "/api/outcomes/commitments/"
                + stream(stage.does("the secretariat marks a promise", SEC, "/api/outcomes/commitments", mark));
        for (String chair : List.of("au.cochair", "id.cochair")) {
            stage.doesBound(chair + " validates it", chair, path + "/validate", Map.of("hash", hashOf(path)));
        }
        stage.isRefused("Malaysia is not an owner", "not-an-owner", "my.focal", path + "/acknowledge", Map.of());
        stage.does("Thailand acknowledges it", "th.focal", path + "/acknowledge", Map.of());
        String m = "/api/meeting/meetings/" + meeting;
        stage.isRefused("an item is still open", "items-not-disposed-of", "id.cochair", m + "/close", Map.of());
        String second = "/api/agenda/items/" + items.get(1);
        stage.does(
                "the first item is concluded",
                "id.cochair",
                "/api/agenda/items/" + items.get(0) + "/conclude",
                Map.of());
        stage.does("the second is deferred", "id.cochair", second + "/defer", Map.of("reason", "Time ran out."));
        stage.does("Indonesia closes the meeting", "id.cochair", m + "/close", Map.of());
        if (credentials != null) {
            credentials.end();
        }
    }

    private void steeringGroup() {
        stage.scene("The steering group's meeting is scheduled the same way");
        Map<String, Object> proposal = proposal(
                "steering-group",
                "STEERING_GROUP_MEETING",
                "Steering Group (fictional)",
                Instant.now().plusSeconds(3600));
        String path = "/api/meeting/meetings/"
                + stream(stage.does("Indonesia proposes it", "id.cochair", "/api/meeting/meetings", proposal));
        stage.doesBound("Australia consents", "au.cochair", path + "/consent", Map.of("hash", hashOf(path)));
        stage.does("the secretariat convenes it", SEC, path + "/convene", Map.of());
    }

    private void prove() {
        stage.scene("The record proves it");
        String base = stage.api().base();
        Answer read = stage.got(SEC, "/api/outcomes/documents/" + document);
        String where = "/api/record/entries?stream=" + document + "&version=" + read.etag();
        JsonNode entry = stage.sees(
                "the publication is under a signed checkpoint",
                null,
                where,
                e -> e.path("published").asBoolean());
        String proof = entry.path("proof").asString();
        LogKey key = LogKey.parse(stage.log("vkey"));
        byte[] leaf = Leaf.canonical(entry.path("leaf").toString());
        TlogProof given = TlogProof.parse(stage.got(null, proof).body());
        stage.holds("its proof verifies offline with the log's key", given.verifies(leaf, key));
        leaf[leaf.length - 2] ^= 1;
        stage.holds("and a leaf with one bit changed does not", !given.verifies(leaf, key));
        ProofScene proofs = new ProofScene(stage);
        proofs.receipt("th.focal", "nz.focal", items.getFirst());
        proofs.beside(
                "the proof beside the published text is of exactly its bytes", "/api/outcomes/documents/" + document);
        String agenda = "/api/agenda/agendas/agenda-" + meeting.substring("meeting-".length());
        proofs.beside("the proof beside the adopted agenda is of exactly its bytes", agenda);
        proofs.export(
                "the secretariat takes the conference away in one file that proves itself", SEC, meeting, document);
        proofs.export("and anybody what is public of it", null, meeting, document);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("outcome", base + "/documents/" + document);
        result.put("proof", base + proof);
        result.put("leafIndex", entry.path("leafIndex").asLong());
        stage.ends(result);
    }

    private static String stream(Answer answer) {
        return answer.json().path("stream").asString();
    }
}
