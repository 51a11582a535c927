package org.plenary.record;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.plenary.record.RunningRecord.FORUM;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.kernel.json.Json;
import org.plenary.record.RunningRecord.By;
import tools.jackson.databind.JsonNode;

/** The record as it runs, on a store that is put back to an older copy while Kafka goes on. */
class OlderStoreTest {
    private static final String STREAM = "accreditation-00000000-0000-4000-8000-000000000001";
    private static final String REDACTION = "redaction-00000000-0000-4000-8000-000000000002";
    private static final By SECRETARIAT = new By("secretariat", "forum");
    private static final String RECEIPT = "/api/record/receipts/" + STREAM + "/1";
    private static final String SEARCH = "/api/record/search?q=zanzibar&forum=" + FORUM;

    private RunningRecord record;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        record = new RunningRecord(dir);
        record.person(FORUM, "secretariat", null, "SECRETARIAT", null);
        record.recorded(record.says(
                "membership", STREAM, "DelegateRefused", SECRETARIAT, Map.of("forum", FORUM, "reason", "Zanzibar")));
        await().atMost(60, SECONDS).until(() -> found().size() == 1);
    }

    @AfterEach
    void stop() throws Exception {
        record.close();
    }

    private JsonNode found() {
        return Json.tree(record.text("secretariat", SEARCH)).path("items");
    }

    private Map<String, List<Document>> copy() {
        Map<String, List<Document>> copy = new LinkedHashMap<>();
        MongoDatabase database = record.database();
        database.listCollectionNames()
                .forEach(name ->
                        copy.put(name, database.getCollection(name).find().into(new ArrayList<>())));
        return copy;
    }

    private void putBack(Map<String, List<Document>> copy, String name) {
        try (MongoClient client = MongoClients.create(record.storeUri())) {
            MongoDatabase database = client.getDatabase(name);
            for (String collection : database.listCollectionNames()) {
                database.getCollection(collection).deleteMany(new Document());
            }
            copy.forEach((collection, documents) -> {
                if (!documents.isEmpty()) {
                    database.getCollection(collection).insertMany(documents);
                }
            });
        }
    }

    private void redacted() {
        record.says(
                "membership",
                REDACTION,
                "org.plenary.kernel.RedactionProposed.v1",
                SECRETARIAT,
                Map.of("event", STREAM + "@1"));
        record.recorded(record.says(
                "membership",
                REDACTION,
                "org.plenary.kernel.EventRedacted.v1",
                SECRETARIAT,
                Map.of("event", STREAM + "@1")));
    }

    private String withheld(String subject) {
        HttpResponse<String> answer = record.answer(subject, RECEIPT);
        return answer.statusCode() != 200
                ? Integer.toString(answer.statusCode())
                : Json.tree(answer.body()).path("withheld").asString("opened");
    }

    @Test
    void what_was_redacted_and_whose_role_began_since_is_heard_again_before_anything_is_opened() throws Exception {
        Map<String, List<Document>> older = copy();
        String name = record.database().getName();
        redacted();
        String own = record.says("membership", STREAM, "DelegateRefused", SECRETARIAT, Map.of("reason", "Quixotic"));
        record.recorded(own);
        record.person(FORUM, "late", null, "SECRETARIAT", null);
        await().atMost(60, SECONDS).until(() -> withheld("late").equals("redacted"));
        String closed = record.says(
                "membership", STREAM, "DelegateRefused", new By("x", "unit:nz"), Map.of("reason", "Closed"));
        record.recorded(closed);
        await().atMost(60, SECONDS)
                .until(() -> record.text("late", "/api/record/receipts/" + STREAM + "/3")
                        .contains("Closed"));
        record.stop();
        putBack(older, name);
        record.begin();
        Set<String> seen = new TreeSet<>();
        await().atMost(60, SECONDS).until(() -> {
            String now = withheld("secretariat");
            seen.add(now);
            return now.equals("redacted");
        });
        assertThat(seen).isSubsetOf("503", "redacted");
        record.recorded(closed);
        assertThat(record.text("late", "/api/record/receipts/" + STREAM + "/3"))
                .as("what one who came since may read")
                .contains("Closed");
        await().atMost(60, SECONDS).until(() -> found().isEmpty());
    }

    @Test
    void while_the_store_may_be_an_older_copy_nothing_is_opened_and_the_log_goes_on_being_served() {
        String meeting = "meeting-00000000-0000-4000-8000-000000000003";
        By all = new By("secretariat", "public");
        record.recorded(record.says("meeting", meeting, "MeetingProposed", all, Map.of("forum", FORUM)));
        LogGate gate = record.bean(LogGate.class);
        gate.close("it may be an older copy");
        for (String path : List.of(
                RECEIPT,
                "/api/record/receipts?stream=" + STREAM,
                "/api/record/exports/" + meeting,
                "/api/record/timelines/" + STREAM + "?forum=" + FORUM,
                SEARCH)) {
            HttpResponse<String> answer = record.answer("secretariat", path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).as(path).isPresent();
            assertThat(Json.tree(answer.body()).path("detail").asString())
                    .as(path)
                    .contains("newest");
        }
        for (String path : List.of(
                "/record/checkpoint",
                "/record/proof/" + STREAM + "/1",
                "/api/record/entries?version=1&stream=" + STREAM)) {
            assertThat(record.get(null, path).statusCode()).as(path).isEqualTo(200);
        }
        gate.open();
        await().atMost(60, SECONDS).until(() -> withheld("secretariat").equals("opened"));
    }
}
