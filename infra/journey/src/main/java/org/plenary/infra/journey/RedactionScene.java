package org.plenary.infra.journey;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.plenary.infra.local.PublicApi.Answer;
import org.plenary.tlog.Leaf;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.TlogProof;
import tools.jackson.databind.JsonNode;

/** A note verbale is redacted by two people: it is gone, who and why is told, and that it was can still be proved. */
final class RedactionScene {
    private static final String SEC = "secretariat";
    private static final String OTHER = "secretariat2";
    private static final String REDACTIONS = "/api/membership/redactions";
    private static final String FILES = "/api/membership/files/";

    private final Stage stage;
    private final String accreditation;

    /** @param accreditation the path of one whose note verbale is a file */
    RedactionScene(Stage stage, String accreditation) {
        this.stage = stage;
        this.accreditation = accreditation;
    }

    void play() {
        stage.scene("A note verbale is redacted by two people");
        JsonNode shown = stage.read(SEC, accreditation);
        String stream = shown.path("id").asString();
        String file = shown.path("bodies").path("file").asString();
        String name = shown.path("bodies").path("name").asString();
        Map<String, Object> proposal = proposal(stream, file, "The note named persons whom nobody asked.");
        stage.isRefused("a party does not redact", "not-found", "my.focal", REDACTIONS, proposal);
        String redaction = proposed("the secretariat proposes it, with ground and reason", SEC, proposal);
        String entry = entry(redaction);
        JsonNode before = stage.sees(
                "what it is of stands in the record",
                null,
                entry,
                e -> e.path("published").asBoolean(false));
        Map<String, Object> exactly = Map.of("hash", hash(redaction));
        stage.isRefused("one person is not two", "same-person", SEC, redaction + "/confirm", exactly);
        stage.does("the secretariat takes it back", SEC, redaction + "/withdraw", exactly);
        proposed("and proposes it again", SEC, proposal);
        stage.isRefused(
                "what was taken back is not confirmed", "redaction-other", OTHER, redaction + "/confirm", exactly);
        stage.holds("until then it is read", stage.got("my.head", FILES + file).ok());
        stage.does("a second person confirms", OTHER, redaction + "/confirm", Map.of("hash", hash(redaction)));
        stage.holds("now it is gone", stage.got("my.head", FILES + file).status() == 410);
        stage.sees(
                "its tombstone says who, why and when",
                "my.head",
                accreditation,
                a -> a.path("redacted")
                                .path("file")
                                .path("confirmed")
                                .path("person")
                                .asString("")
                                .equals(OTHER)
                        && a.path("redacted").path("file").has("at")
                        && a.path("redacted")
                                .path("file")
                                .path("reason")
                                .asString("")
                                .startsWith("The note"));
        stage.sees(
                "its service has destroyed it",
                SEC,
                redaction,
                r -> r.path("status").asString().equals("DESTROYED"));
        proved(stream, entry, before);
        declined(stream, name);
    }

    private static Map<String, Object> proposal(String stream, String content, String reason) {
        Map<String, Object> proposal = new LinkedHashMap<>();
        proposal.put("stream", stream);
        proposal.put("content", content);
        proposal.put("ground", "PERSONAL_DATA");
        proposal.put("reason", reason);
        return proposal;
    }

    private String proposed(String line, String user, Map<String, Object> proposal) {
        Answer answer = stage.does(line, user, REDACTIONS, proposal);
        return REDACTIONS + "/" + answer.json().path("stream").asString();
    }

    private String hash(String redaction) {
        return stage.read(SEC, redaction).path("hash").asString();
    }

    /** Where the record shows the event that the redaction is of: the one that brought the file. */
    private String entry(String redaction) {
        String event = stage.read(SEC, redaction).path("event").asString();
        int at = event.indexOf('@');
        return "/api/record/entries?version=" + event.substring(at + 1) + "&stream=" + event.substring(0, at);
    }

    private void proved(String stream, String entry, JsonNode before) {
        JsonNode after = stage.sees("the record has closed its entry", null, entry, e -> e.has("redacted"));
        byte[] leaf = Leaf.canonical(after.path("leaf").toString());
        LogKey key = LogKey.parse(stage.log("vkey").strip());
        String proof = stage.got(null, after.path("proof").asString()).body();
        stage.holds(
                "its place and its leaf are what they were, and its proof verifies",
                after.path("leaf").equals(before.path("leaf"))
                        && after.path("leafIndex").equals(before.path("leafIndex"))
                        && leaf.length > 0
                        && new String(leaf, StandardCharsets.UTF_8).contains(stream)
                        && TlogProof.parse(proof).verifies(leaf, key));
    }

    private void declined(String stream, String name) {
        Map<String, Object> proposal = proposal(stream, name, "The party asked whether this could be done.");
        String redaction = proposed("another one is proposed", OTHER, proposal);
        stage.does(
                "and declined with a reason",
                SEC,
                redaction + "/decline",
                Map.of("hash", hash(redaction), "reason", "Who speaks for a party is for all to know."));
        stage.sees("nothing of it is gone", SEC, accreditation, a -> a.has("name"));
    }
}
