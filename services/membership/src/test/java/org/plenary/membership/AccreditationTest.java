package org.plenary.membership;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.Specimens;
import tools.jackson.databind.JsonNode;

/** Accreditation over HTTP, from the first nomination to the end of the meeting, with what follows by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccreditationTest {
    private static final String ACCREDITATIONS = "/api/membership/accreditations";
    private RunningMembership membership;
    private String thai = "";

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        membership = new RunningMembership(dir);
    }

    @AfterAll
    void stop() throws Exception {
        membership.close();
    }

    private Map<String, Object> nomination(String party, String capacity) {
        Map<String, Object> n = new LinkedHashMap<>();
        n.put("forum", membership.forum);
        n.put("meeting", MEETING);
        n.put("party", party);
        n.put("capacity", capacity);
        n.put("name", "Demonstration Person");
        n.put("noteVerbale", "Note 1");
        return n;
    }

    private HttpResponse<String> nominate(String party, String capacity) {
        return membership.post(party + ".focal", ACCREDITATIONS, nomination(party, capacity));
    }

    private JsonNode read(String reader, String id) {
        return json(membership.get(reader, ACCREDITATIONS + "/" + id));
    }

    private void awaitStatus(String id, String status) {
        await().atMost(60, SECONDS)
                .untilAsserted(
                        () -> assertThat(read("secretariat", id).path("status").asString())
                                .isEqualTo(status));
    }

    private void awaitListed(String id) {
        await().atMost(60, SECONDS)
                .until(() -> membership
                                .database()
                                .getCollection("view.accreditations")
                                .countDocuments(new Document("_id", id))
                        == 1);
    }

    private void accepted(String id) {
        stream(membership.post("secretariat", ACCREDITATIONS + "/" + id + "/accept", Map.of()));
    }

    @Test
    @Order(1)
    void nobody_is_named_for_a_meeting_that_membership_never_heard_of() throws Exception {
        assertThat(problem(nominate("th", "HEAD"))).isEqualTo("meeting-unknown");
        membership.meetingIsProposed();
    }

    @Test
    @Order(2)
    void a_nomination_names_a_file_of_its_own_party_only() {
        String boundary = "b";
        byte[] body = joined(
                bytes("--b\r\nContent-Disposition: form-data; name=\"forum\"\r\n\r\n" + membership.forum),
                bytes("\r\n--b\r\nContent-Disposition: form-data; name=\"party\"\r\n\r\nth\r\n--b\r\n"),
                bytes("Content-Disposition: form-data; name=\"file\"; filename=\"note.pdf\"\r\n\r\n"),
                Specimens.pdf(),
                bytes("\r\n--b--\r\n"));
        HttpResponse<String> kept = membership.send(
                "th.focal",
                HttpRequest.newBuilder(membership.uri("/api/membership/files"))
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .header("Idempotency-Key", membership.key())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
        String file = json(kept).path("file").asString();
        Map<String, Object> stolen = nomination("nz", "HEAD");
        stolen.put("file", file);
        assertThat(problem(membership.post("nz.focal", ACCREDITATIONS, stolen))).isEqualTo("file-unknown");
        Map<String, Object> own = nomination("th", "HEAD");
        own.put("file", file);
        thai = stream(membership.post("th.focal", ACCREDITATIONS, own));
        JsonNode shown = read("th.focal", thai);
        assertThat(shown.path("file").path("file").path("body").asString()).isEqualTo(file);
        assertThat(shown.path("file").path("file").path("commitment").asString())
                .isEqualTo(json(kept).path("commitment").asString());
        assertThat(read("nz.head", thai).has("file")).isFalse();
        assertThat(read("nz.head", thai).has("name")).isFalse();
    }

    @Test
    @Order(3)
    void a_delegation_has_one_head() {
        awaitListed(thai);
        HttpResponse<String> second = nominate("th", "HEAD");
        assertThat(problem(second)).isEqualTo("head-already-named");
        assertThat(json(second).path("head").asString()).isEqualTo(thai);
        stream(nominate("th", "ADVISER"));
    }

    @Test
    @Order(3)
    void what_the_secretariat_filed_for_a_party_shows_both_names() {
        String filed = stream(membership.send(
                "secretariat",
                HttpRequest.newBuilder(membership.uri(ACCREDITATIONS))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", membership.key())
                        .header("On-Behalf-Of", "nz")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(nomination("nz", "ADVISER"))))));
        awaitListed(filed);
        assertThat(read("nz.focal", filed).path("party").asString()).isEqualTo("nz");
        assertThat(read("nz.focal", filed).path("filedBy").asString()).isEqualTo("secretariat");
        assertThat(read("th.focal", thai).has("filedBy")).isFalse();
        stream(membership.post("nz.focal", ACCREDITATIONS + "/" + filed + "/withdraw", Map.of()));
    }

    @Test
    @Order(4)
    void a_successor_takes_the_heads_place() {
        Map<String, Object> other = Map.of("name", "Another Person", "noteVerbale", "Note 2");
        stream(membership.post("th.focal", ACCREDITATIONS + "/" + thai + "/replace", other));
        assertThat(read("th.focal", thai).path("status").asString()).isEqualTo("WITHDRAWN");
        String successor = read("th.focal", thai).path("successor").asString();
        await().atMost(60, SECONDS)
                .until(() -> membership
                                .get("th.focal", ACCREDITATIONS + "/" + successor)
                                .statusCode()
                        == 200);
        assertThat(read("th.focal", successor).path("name").asString()).isEqualTo("Another Person");
        assertThat(read("th.focal", successor).path("capacity").asString()).isEqualTo("HEAD");
        thai = successor;
    }

    @Test
    @Order(5)
    void contested_credentials_are_settled_when_both_keys_adopt_the_report() {
        accepted(thai);
        String path = ACCREDITATIONS + "/" + thai;
        stream(membership.post("secretariat", path + "/receive-assurance", Map.of("text", "By bag.")));
        Map<String, Object> ground = Map.of("ground", "Not signed.");
        assertThat(membership.post("th.head", path + "/object", ground).statusCode())
                .isEqualTo(403);
        assertThat(membership.post("nz.focal", path + "/object", ground).statusCode())
                .isEqualTo(403);
        stream(membership.post("nz.head", path + "/object", ground));
        assertThat(read("nz.head", thai).path("status").asString()).isEqualTo("CONTESTED");
        await().atMost(60, SECONDS)
                .until(() -> membership
                                .database()
                                .getCollection("view.accreditations")
                                .countDocuments(new Document("_id", thai).append("status", "CONTESTED"))
                        == 1);
        Map<String, Object> compile = new LinkedHashMap<>();
        compile.put("forum", membership.forum);
        compile.put("meeting", MEETING);
        compile.put("contested", List.of());
        String reports = "/api/membership/credentials-reports";
        assertThat(problem(membership.post("secretariat", reports, compile))).isEqualTo("contested-not-proposed");
        compile.put("contested", List.of(Map.of("accreditation", thai, "outcome", "IN_ORDER")));
        String report = reports + "/" + stream(membership.post("secretariat", reports, compile));
        JsonNode entries = json(membership.get("nz.head", report)).path("entries");
        assertThat(entries.findValuesAsString("accreditation"))
                .as("who was never accepted is the party's own affair")
                .containsExactly(thai);
        stream(membership.post("au.head", path + "/object", ground));
        assertThat(problem(adopt("au.cochair", report))).isEqualTo("report-outdated");
        awaitObjectors(2);
        stream(membership.post("secretariat", reports, compile));
        for (String chair : List.of("au.cochair", "id.cochair")) {
            HttpResponse<String> shown = membership.get(chair, report);
            Map<String, Object> adopt =
                    Map.of("hash", json(shown).path("keys").path("hash").asString());
            String etag = shown.headers().firstValue("ETag").orElse("");
            assertThat(membership.post(chair, report + "/adopt", adopt).statusCode())
                    .isEqualTo(428);
            stream(membership.post(chair, report + "/adopt", adopt, etag));
        }
        awaitStatus(thai, "IN_ORDER");
        stream(membership.post("nz.head", path + "/object", Map.of("ground", "Signed by nobody known.")));
        assertThat(read("nz.head", thai).path("objections").size()).isEqualTo(1);
        awaitObjectors(1);
    }

    private HttpResponse<String> adopt(String chair, String report) {
        HttpResponse<String> shown = membership.get(chair, report);
        Map<String, Object> adopt =
                Map.of("hash", json(shown).path("keys").path("hash").asString());
        return membership.post(
                chair,
                report + "/adopt",
                adopt,
                shown.headers().firstValue("ETag").orElse(""));
    }

    private void awaitObjectors(int objectors) {
        Document contested = new Document("_id", thai).append("status", "CONTESTED");
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(membership
                                .database()
                                .getCollection("view.accreditations")
                                .find(contested)
                                .map(d -> d.getList("contestedBy", String.class).size())
                                .first())
                        .isEqualTo(objectors));
    }

    @Test
    @Order(6)
    void both_co_chairs_refuse_a_nomination() {
        String id = stream(nominate("nz", "HEAD"));
        String path = ACCREDITATIONS + "/" + id;
        Map<String, Object> reason = Map.of("reason", "Not in the register.");
        for (String chair : List.of("au.cochair", "id.cochair")) {
            assertThat(read("secretariat", id).path("status").asString()).isEqualTo("SUBMITTED");
            String etag =
                    membership.get(chair, path).headers().firstValue("ETag").orElse("");
            stream(membership.post(chair, path + "/refuse", reason, etag));
        }
        assertThat(read("secretariat", id).path("status").asString()).isEqualTo("REFUSED");
    }

    @Test
    @Order(7)
    void one_lot_is_drawn_and_the_order_read_in_each_language() {
        Map<String, Object> draw = Map.of("forum", membership.forum, "meeting", MEETING);
        String orders = "/api/membership/protocol-orders";
        assertThat(membership.post("th.head", orders, draw).statusCode()).isEqualTo(403);
        String id = stream(membership.post("secretariat", orders, draw));
        JsonNode order = json(membership.get(null, orders + "/" + id));
        assertThat(order.path("letter").asString()).matches("[A-Z]");
        assertThat(order.path("orders").path("en").path(0).path("seats").size()).isEqualTo(4);
        assertThat(problem(membership.post("secretariat", orders, draw))).isEqualTo("lot-already-drawn");
    }

    @Test
    @Order(8)
    void accreditations_expire_with_the_meeting_and_nobody_is_named_after_it() throws Exception {
        String late = stream(nominate("id", "ALTERNATE"));
        membership.meetingSays("MeetingClosed", Map.of("by", "id.cochair", "evidence", "all done"));
        awaitStatus(thai, "EXPIRED");
        awaitStatus(late, "EXPIRED");
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(problem(nominate("au", "HEAD"))).isEqualTo("meeting-over"));
    }
}
