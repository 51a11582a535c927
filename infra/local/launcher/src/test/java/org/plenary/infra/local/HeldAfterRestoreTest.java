package org.plenary.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore.Durability;
import org.plenary.infra.local.PublicApi.Answer;
import org.plenary.kernel.decide.Deadline;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** An instance that comes from a backup lets nothing end by itself until its operator says so. */
class HeldAfterRestoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** After which a proposal lapses: longer than it takes to stop the instance that took it. */
    private static final Duration LAPSE = Duration.ofSeconds(20);

    private Path restored;
    private String port;
    private int keys;

    @AfterEach
    void stop() throws Exception {
        assertThat(Plenary.stop(restored)).isTrue();
    }

    private static int run(String... args) {
        return new CommandLine(new Plenary()).execute(args);
    }

    private String up(String... more) {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            String[] args = {"up", "--detach", "--empty", "--data", restored.toString(), "--port", port};
            assertThat(run(java.util.stream.Stream.concat(java.util.Arrays.stream(args), java.util.Arrays.stream(more))
                            .toArray(String[]::new)))
                    .isZero();
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private Answer post(PublicApi api, String user, String path, Map<String, ?> body) {
        Answer answer = api.post(user, path, body, "held-key-" + ++keys, null);
        assertThat(answer.ok()).as(answer.body()).isTrue();
        return answer;
    }

    private String founded(PublicApi api) {
        Map<String, Object> founding = new LinkedHashMap<>();
        founding.put("name", "Forum (fictional)");
        founding.put("symbolPrefix", "FH");
        founding.put("fictional", true);
        founding.put("framework", "1");
        founding.put("frameworkTitle", "Objectives (fictional)");
        founding.put("objectives", List.of(Map.of("number", 1, "text", "Sharing")));
        founding.put(
                "bodies", List.of(Founding.body("conference", "Conference", List.of("au", "id"), List.of("au", "id"))));
        founding.put("parties", List.of(party("au"), party("id")));
        founding.put("people", Founding.people(List.of("au", "id")));
        founding.put(
                "ruleCards",
                List.of(Map.of(
                        "body",
                        "conference",
                        "meetingType",
                        "CONSULTATION",
                        "source",
                        "Ours.",
                        "card",
                        Founding.card("PT1S", "PT1S", "PT1S", 1, 2, "PT1S", LAPSE.toString(), "PT1S", "PT1S"))));
        founding.put("signingKeys", List.of());
        String location =
                post(api, "operator", "/api/membership/forums", founding).location();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static Map<String, Object> party(String slug) {
        return Map.of("party", slug, "partyClass", "MEMBER_STATE", "name", slug.toUpperCase(), "zone", "UTC");
    }

    private static Map<String, Object> meeting(String forum, int number) {
        Map<String, Object> meeting = new LinkedHashMap<>();
        meeting.put("forum", forum);
        meeting.put("body", "conference");
        meeting.put("meetingType", "CONSULTATION");
        meeting.put("title", "Consultation (fictional)");
        meeting.put("number", number);
        meeting.put("host", "Australia");
        meeting.put("venue", "Canberra");
        meeting.put("zone", "UTC");
        meeting.put("opensLocal", "2099-06-01T09:00");
        meeting.put("closesLocal", "2099-06-01T17:00");
        return meeting;
    }

    private String proposed(PublicApi api, String forum, int number) {
        await().atMost(PATIENCE)
                .until(() -> api.post(
                                        "au.cochair",
                                        "/api/meeting/meetings",
                                        meeting(forum, number),
                                        "proposal-key-" + number,
                                        null)
                                .status()
                        == 201);
        return api.post("au.cochair", "/api/meeting/meetings", meeting(forum, number), "proposal-key-" + number, null)
                .location();
    }

    private static String status(PublicApi api, String meeting) {
        return api.get("au.cochair", meeting).json().path("status").asString();
    }

    /** A later act is out, so its service's relay has taken its turn, which begins with what is due. */
    @Test
    void an_overdue_timer_of_a_restored_instance_waits_for_its_operator(@TempDir Path dir) throws Exception {
        Path data = dir.resolve("data");
        Path backup = dir.resolve("backup");
        restored = dir.resolve("restored");
        try (ServerSocket probe = new ServerSocket(0)) {
            port = Integer.toString(probe.getLocalPort());
        }
        String forum;
        String overdue;
        try (Instance instance =
                Instance.start(new Instance.Settings(data, Integer.parseInt(port), Durability.PROCESS), line -> {})) {
            assertThat(instance.awaitOpen()).isEmpty();
            PublicApi api = Plenary.api(data);
            forum = founded(api);
            overdue = proposed(api, forum, 1);
            assertThat(status(api, overdue)).isEqualTo("PROPOSED");
        }
        assertThat(run("backup", "--data", data.toString(), "--to", backup.toString()))
                .isZero();
        Instant due = Instant.now().plus(LAPSE).plus(Deadline.SETTLEMENT);
        assertThat(run("restore", "--from", backup.toString(), "--data", restored.toString()))
                .isZero();
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(due));

        assertThat(up()).contains("the last act was recorded on ", " UTC.", "./plenary up --go-on");
        PublicApi held = Plenary.api(restored);
        String later = proposed(held, forum, 2);
        await().atMost(PATIENCE)
                .until(() -> held.get(null, "/record/proof/" + later.replaceAll(".*/", "") + "/1")
                        .ok());
        assertThat(status(held, overdue)).isEqualTo("PROPOSED");
        assertThat(held.get(null, "/about").body()).contains("id=\"held\"");
        assertThat(run("up", "--go-on", "--data", restored.toString(), "--port", port))
                .as("not under a running instance")
                .isEqualTo(1);
        assertThat(Plenary.stop(restored)).isTrue();

        assertThat(up("--go-on")).doesNotContain("backup");
        PublicApi after = Plenary.api(restored);
        await().atMost(PATIENCE).until(() -> status(after, overdue).equals("LAPSED"));
        JsonNode meeting = after.get("au.cochair", overdue).json();
        assertThat(meeting.toString()).contains("NO_CONSENT");
    }
}
