package org.plenary.membership;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.plenary.membership.RunningMembership.MEETING;
import static org.plenary.membership.RunningMembership.json;
import static org.plenary.membership.RunningMembership.problem;
import static org.plenary.membership.RunningMembership.stream;
import static org.plenary.membership.domain.Specimens.bytes;
import static org.plenary.membership.domain.Specimens.joined;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.kernel.access.Authority;
import org.plenary.membership.domain.Specimens;
import tools.jackson.databind.JsonNode;

/** A nominee's name, a note verbale, a recusal's ground and an invitation's address go by the word of two people. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedactionTest {
    private static final String ACCREDITATIONS = "/api/membership/accreditations";
    private static final String REDACTIONS = "/api/membership/redactions";
    private static final String NAME = "Somchai Jaidee";
    private RunningMembership membership;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        membership = new RunningMembership(dir);
        membership.meetingIsProposed();
    }

    @AfterAll
    void stop() throws Exception {
        membership.close();
    }

    private HttpResponse<String> upload(String key, byte[] pdf) {
        byte[] body = joined(
                bytes("--b\r\nContent-Disposition: form-data; name=\"forum\"\r\n\r\n" + membership.forum),
                bytes("\r\n--b\r\nContent-Disposition: form-data; name=\"party\"\r\n\r\nth\r\n--b\r\n"),
                bytes("Content-Disposition: form-data; name=\"file\"; filename=\"note.pdf\"\r\n\r\n"),
                pdf,
                bytes("\r\n--b--\r\n"));
        return membership.send(
                "th.focal",
                HttpRequest.newBuilder(membership.uri("/api/membership/files"))
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private String nominated(String name, String file) {
        Map<String, Object> n = new LinkedHashMap<>();
        n.put("forum", membership.forum);
        n.put("meeting", MEETING);
        n.put("party", "th");
        n.put("capacity", "ADVISER");
        n.put("name", name);
        n.put("noteVerbale", "Note 1");
        if (!file.isEmpty()) {
            n.put("file", file);
        }
        return stream(membership.post("th.focal", ACCREDITATIONS, n));
    }

    private HttpResponse<String> propose(String subject, String thing, String content) {
        return membership.post(
                subject,
                REDACTIONS,
                Map.of(
                        "stream",
                        thing,
                        "content",
                        content,
                        "ground",
                        "PERSONAL_DATA",
                        "reason",
                        "Asked for by whom it is about."));
    }

    private HttpResponse<String> confirm(String subject, String redaction, String hash) {
        return membership.post(subject, REDACTIONS + "/" + redaction + "/confirm", Map.of("hash", hash));
    }

    private String hash(String redaction) {
        return json(membership.get("auditor", REDACTIONS + "/" + redaction))
                .path("hash")
                .asString();
    }

    private String redacted(String thing, String content) {
        String redaction = stream(propose("secretariat", thing, content));
        stream(confirm("au.cochair", redaction, hash(redaction)));
        await().atMost(60, SECONDS)
                .until(() -> json(membership.get("auditor", REDACTIONS + "/" + redaction))
                        .path("status")
                        .asString()
                        .equals("DESTROYED"));
        return redaction;
    }

    /** Alone and in the list, by whom its owner's table lets read the thing, and by nobody else of the audience. */
    private void readBy(String redaction, List<String> readers, List<String> others) {
        String list = REDACTIONS + "?limit=200&forum=" + membership.forum;
        for (String reader : readers) {
            assertThat(membership.get(reader, REDACTIONS + "/" + redaction).statusCode())
                    .as(reader)
                    .isEqualTo(200);
            await().atMost(60, SECONDS)
                    .untilAsserted(() -> assertThat(membership.get(reader, list).body())
                            .as(reader)
                            .contains(redaction));
        }
        for (String other : others) {
            assertThat(membership.get(other, REDACTIONS + "/" + redaction).statusCode())
                    .as(other)
                    .isEqualTo(404);
            assertThat(membership.get(other, list).body()).as(other).doesNotContain(redaction);
        }
    }

    /** Collections of the service's database in which one of these stands, as it is, in hexadecimal or in Base64. */
    private List<String> holding(byte[]... secrets) {
        List<String> written = new ArrayList<>();
        for (byte[] secret : secrets) {
            written.add(new String(secret, ISO_8859_1));
            written.add(HexFormat.of().formatHex(secret));
            written.add(Base64.getEncoder().encodeToString(secret));
        }
        List<String> found = new ArrayList<>();
        for (String name : membership.database().listCollectionNames()) {
            for (RawBsonDocument d : membership
                    .database()
                    .getCollection(name, RawBsonDocument.class)
                    .find()) {
                byte[] all = new byte[d.getByteBuffer().remaining()];
                d.getByteBuffer().get(all);
                String text = new String(all, ISO_8859_1);
                written.stream().filter(text::contains).forEach(w -> found.add(name));
            }
        }
        return found;
    }

    private byte[] salt(String collection, String body) {
        Document found = membership
                .database()
                .getCollection(collection)
                .find(new Document("_id", body))
                .first();
        return Objects.requireNonNull(found).get("salt", Binary.class).getData();
    }

    @Test
    void a_name_is_redacted_by_two_people_and_its_tombstone_says_who_and_why_and_when() {
        String thing = nominated(NAME, "");
        JsonNode before = json(membership.get("secretariat", ACCREDITATIONS + "/" + thing));
        String content = before.path("bodies").path("name").asString();
        byte[] salt = salt("bodies", content);
        assertThat(json(membership.get("th.focal", ACCREDITATIONS + "/" + thing))
                        .has("bodies"))
                .isFalse();
        assertThat(holding(NAME.getBytes(UTF_8), salt)).isNotEmpty();

        assertThat(propose("th.focal", thing, content).statusCode()).isEqualTo(404);
        assertThat(propose("auditor", thing, content).statusCode()).isEqualTo(404);
        String redaction = stream(propose("secretariat", thing, content));
        String hash = hash(redaction);
        assertThat(problem(confirm("secretariat", redaction, hash))).isEqualTo("same-person");
        assertThat(confirm("th.focal", redaction, hash).statusCode()).isEqualTo(403);
        assertThat(confirm("nz.head", redaction, hash).statusCode())
                .as("it is not theirs to know")
                .isEqualTo(404);
        assertThat(membership.get("nz.head", REDACTIONS + "/" + redaction).statusCode())
                .isEqualTo(404);
        assertThat(json(membership.get("secretariat", ACCREDITATIONS + "/" + thing))
                        .path("name")
                        .asString())
                .isEqualTo(NAME);
        stream(confirm("au.cochair", redaction, hash));

        JsonNode after = json(membership.get("secretariat", ACCREDITATIONS + "/" + thing));
        JsonNode tombstone = after.path("redacted").path("name");
        assertThat(after.has("name")).isFalse();
        assertThat(tombstone.path("ground").asString()).isEqualTo("PERSONAL_DATA");
        assertThat(tombstone.path("reason").asString()).isEqualTo("Asked for by whom it is about.");
        assertThat(tombstone.path("proposed").path("person").asString()).isEqualTo("secretariat");
        assertThat(tombstone.path("proposed").path("offices").path(0).asString())
                .isEqualTo("SECRETARIAT");
        assertThat(tombstone.path("confirmed").path("person").asString()).isEqualTo("au.cochair");
        assertThat(tombstone.path("confirmed").path("offices").path(0).asString())
                .isEqualTo("CO_CHAIR");
        assertThat(tombstone.path("at").asString()).isNotEmpty();
        assertThat(tombstone.path("event").asString()).isEqualTo(thing + "@1");
        assertThat(tombstone.path("recordedAs").asString()).isEqualTo(redaction + "@2");
        await().atMost(60, SECONDS)
                .until(() -> holding(NAME.getBytes(UTF_8), salt).isEmpty());
    }

    @Test
    void a_name_that_was_handed_in_again_stands_twice_and_each_is_redacted() {
        String thing = nominated("Twice named", "");
        stream(membership.post("secretariat", ACCREDITATIONS + "/" + thing + "/return", Map.of("reason", "Undated.")));
        stream(membership.post(
                "th.focal",
                ACCREDITATIONS + "/" + thing + "/resubmit",
                Map.of("capacity", "ADVISER", "name", "Twice named", "noteVerbale", "Note 2")));
        JsonNode shown = json(membership.get("secretariat", ACCREDITATIONS + "/" + thing));
        JsonNode earlier = shown.path("earlier").path(0);
        assertThat(shown.path("earlier")).hasSize(1);
        assertThat(earlier.path("event").asString()).isEqualTo(thing + "@1");
        assertThat(earlier.path("field").asString()).isEqualTo("name");
        redacted(thing, shown.path("bodies").path("name").asString());
        assertThat(holding("Twice named".getBytes(UTF_8))).containsOnly("bodies");
        redacted(thing, earlier.path("content").asString());
        assertThat(holding("Twice named".getBytes(UTF_8))).isEmpty();
        assertThat(json(membership.get("secretariat", ACCREDITATIONS + "/" + thing))
                        .has("earlier"))
                .isFalse();
    }

    @Test
    void a_note_verbale_is_gone_with_every_piece_of_it() {
        String key = membership.key();
        byte[] pdf = Specimens.pdf("/Author (Piece of nothing else)");
        String file = json(upload(key, pdf)).path("file").asString();
        String thing = nominated("Delegate of this note", file);
        byte[] salt = salt("bodies.files", file);
        assertThat(holding("Piece of nothing else".getBytes(UTF_8))).isNotEmpty();
        redacted(thing, file);
        assertThat(holding("Piece of nothing else".getBytes(UTF_8), salt)).isEmpty();
        assertThat(membership.database().getCollection("files.files").countDocuments(new Document("filename", file)))
                .isZero();

        HttpResponse<String> gone = membership.get("th.focal", "/api/membership/files/" + file);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(problem(gone)).isEqualTo("redacted");
        assertThat(json(gone).path("confirmed").path("offices").path(0).asString())
                .isEqualTo("CO_CHAIR");
        assertThat(membership.get("nz.head", "/api/membership/files/" + file).statusCode())
                .isEqualTo(404);
        assertThat(membership.get(null, "/api/membership/files/" + file).statusCode())
                .isEqualTo(404);
        HttpResponse<String> again = upload(key, pdf);
        assertThat(again.statusCode()).as("the same upload again").isEqualTo(410);
        assertThat(holding("Piece of nothing else".getBytes(UTF_8))).isEmpty();
        JsonNode shown = json(membership.get("th.focal", ACCREDITATIONS + "/" + thing));
        assertThat(shown.has("file")).isFalse();
        assertThat(shown.path("redacted").path("file").path("ground").asString())
                .isEqualTo("PERSONAL_DATA");
        assertThat(shown.path("name").asString()).isEqualTo("Delegate of this note");
    }

    @Test
    void a_recusals_ground_and_an_invitations_address_are_redacted_too() {
        String person = Authority.stream(membership.forum, "nz.focal");
        String thing = nominated("Relative of somebody", "");
        stream(membership.post(
                "nz.focal",
                "/api/membership/people/" + person + "/recuse",
                Map.of("thing", thing, "ground", "Ehefrau und Schwager")));
        JsonNode recusal = json(membership.get("secretariat", "/api/membership/people/" + person))
                .path("recusals")
                .path(0);
        String ofPerson = redacted(person, recusal.path("bodies").path("ground").asString());
        readBy(ofPerson, List.of("nz.focal", "secretariat"), List.of("nz.head", "th.focal"));
        assertThat(json(membership.get("nz.focal", REDACTIONS + "/" + ofPerson))
                        .path("field")
                        .asString())
                .isEqualTo("ground");
        assertThat(holding("Ehefrau und Schwager".getBytes(UTF_8))).isEmpty();
        assertThat(json(membership.get("nz.focal", "/api/membership/people/" + person))
                        .path("recusals")
                        .path(0)
                        .path("redacted")
                        .path("ground")
                        .has("reason"))
                .isTrue();

        Map<String, Object> invited = new LinkedHashMap<>();
        invited.put("forum", membership.forum);
        invited.put("party", "th");
        invited.put("roles", List.of("HEAD"));
        invited.put("name", "Zainal");
        invited.put("email", "zainal@example.org");
        invited.put("validDays", 3);
        invited.put("secretHash", "a".repeat(64));
        String invitation = stream(membership.post("th.focal", "/api/membership/invitations", invited));
        JsonNode shown = json(membership.get("secretariat", "/api/membership/invitations/" + invitation));
        String ofInvitation =
                redacted(invitation, shown.path("bodies").path("email").asString());
        readBy(ofInvitation, List.of("th.focal", "auditor"), List.of("th.head", "nz.focal"));
        JsonNode after = json(membership.get("secretariat", "/api/membership/invitations/" + invitation));
        assertThat(after.path("redacted").path("email").has("at")).isTrue();
        assertThat(after.path("name").asString()).isEqualTo("Zainal");
        assertThat(holding("zainal@example.org".getBytes(UTF_8))).isEmpty();
    }
}
