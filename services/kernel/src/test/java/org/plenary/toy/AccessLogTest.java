package org.plenary.toy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.accesslog.AccessDay;
import org.plenary.kernel.accesslog.AccessDays;
import org.plenary.kernel.accesslog.AccessLog;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Documents;
import tools.jackson.databind.JsonNode;

/** Who was refused and who read what is not public is noted, and each day's hash is in the record. */
class AccessLogTest extends ToyTest {
    private static final String LOG = "/api/toy/access-log";

    private HttpResponse<String> read(String path, String subject) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + tokens.token(subject))
                .GET());
    }

    private List<String> noted(String subject) {
        JsonNode items = Json.tree(read(LOG, "operator").body()).path("items");
        return items.valueStream()
                .filter(e -> e.path("subject").asString().equals(subject))
                .map(e -> e.path("operation").asString() + " " + e.path("thing").asString() + " "
                        + e.path("answer").asInt())
                .toList();
    }

    @Test
    void denials_of_signed_in_people_are_noted_and_what_is_open_is_not() throws Exception {
        String jar = open(5);
        addCoin(jar, 1, key());
        read("/api/toy/jars/" + jar, "curious");
        post("/api/toy/jars/" + jar + "/add-coin", "{\"worth\":1}", key(), null, "curious");
        read("/api/toy/jars/jar-none", "curious");
        read(LOG, "curious");
        read("/api/toy/no-such-route", "curious");
        read("/api/toy/jars/Somebody%20wrote%20this", "curious");
        get(LOG);
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(noted("curious"))
                        .containsExactlyInAnyOrder(
                                "AddCoin " + jar + " 403",
                                "ReadJar jar-none 404",
                                "ReadAccessLog  403",
                                "ReadJar  404"));
        assertThat(noted("keeper")).isEmpty();
        assertThat(noted("")).isEmpty();
    }

    @Test
    void a_head_is_noted_as_the_get_it_is() throws Exception {
        send(HttpRequest.newBuilder(uri(LOG))
                .header("Authorization", "Bearer " + tokens.token("peeping"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(noted("peeping")).containsExactly("ReadAccessLog  403"));
    }

    @Test
    void a_page_with_something_of_fewer_people_than_the_forum_is_noted() {
        String list = "/api/toy/jars?forum=" + Lists.FORUM;
        Lists lists = new Lists(database());
        lists.person("th.reader", "th");
        lists.person("nz.reader", "nz");
        lists.jar(1, "public");
        lists.jar(2, "forum");
        lists.jar(3, "unit:th");
        for (String reader : List.of("th.reader", "nz.reader")) {
            assertThat(read(list, reader).statusCode()).isEqualTo(200);
        }
        read("/api/toy/jars/jar-none", "nz.reader");
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(noted("nz.reader")).containsExactly("ReadJar jar-none 404"));
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(noted("th.reader")).containsExactly("ListJars  200"));
    }

    @Test
    void that_an_operator_reads_it_is_in_it_too() {
        assertThat(read(LOG, "operator").statusCode()).isEqualTo(200);
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(noted("operator")).contains("ReadAccessLog  200"));
        assertThat(read(LOG + "?day=yesterday", "operator").statusCode()).isEqualTo(400);
        assertThat(read(LOG + "?cursor=-1", "operator").statusCode()).isEqualTo(400);
    }

    @Test
    void a_day_is_closed_once_with_the_hash_of_its_entries_and_kept_for_its_time() {
        Documents.Space space = toy.getBean(Documents.Space.class);
        Instant[] now = {Instant.parse("2020-02-28T23:59:59Z")};
        AccessLog log = new AccessLog(space, "toy-of-that-day", () -> now[0]);
        AccessDays days =
                new AccessDays(log, toy.getBean(AccessDay.class), toy.getBean(CommandHandler.class), () -> now[0]);
        for (String subject : List.of("a", "b")) {
            log.note(new AccessLog.Entry(now[0], subject, "ReadJar", "jar-1", 404));
        }
        log.write();
        days.run();
        Documents ofDays = space.of("accesslog.days");
        assertThat(status(ofDays)).isEqualTo("OPEN");
        now[0] = Instant.parse("2020-02-29T00:00:00Z").plus(AccessDays.CLOSES_AFTER);
        days.run();
        days.run();
        List<Envelope> closed = published("accessday-toy-20200228", 1);
        assertThat(closed).extracting(Envelope::type).containsExactly("org.plenary.kernel.AccessDayClosed.v1");
        String lines = line(1, "a") + line(2, "b");
        assertThat(closed.getFirst().data())
                .isEqualTo(
                        "{\"day\":\"2020-02-28\",\"entries\":2,\"overflow\":0,\"hash\":\"" + Ids.sha256(lines) + "\"}");
        assertThat(status(ofDays)).isEqualTo("CLOSED");

        now[0] = now[0].plus(AccessDays.KEPT).minus(Duration.ofHours(1));
        days.run();
        assertThat(log.page("2020-02-28", 0, 10)).hasSize(2);
        now[0] = now[0].plus(Duration.ofHours(2));
        days.run();
        assertThat(log.page("2020-02-28", 0, 10)).isEmpty();
        assertThat(ofDays.find("2020-02-28")).isNull();
    }

    private static String line(int n, String subject) {
        return "{\"answer\":404,\"at\":\"2020-02-28T23:59:59Z\",\"n\":" + n
                + ",\"operation\":\"ReadJar\",\"subject\":\"" + subject + "\",\"thing\":\"jar-1\"}\n";
    }

    private static String status(Documents days) {
        Document day = days.find("2020-02-28");
        return day == null ? "" : day.getString("status");
    }
}
