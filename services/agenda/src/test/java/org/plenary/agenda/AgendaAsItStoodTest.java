package org.plenary.agenda;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.agenda.domain.AgendaEntry;
import org.plenary.agenda.domain.AgendaEvent;
import org.plenary.agenda.domain.AgendaEvent.AgendaAdopted;
import org.plenary.agenda.domain.AgendaEvent.AgendaCirculated;
import org.plenary.agenda.domain.AgendaEvent.AgendaCleared;
import org.plenary.agenda.domain.AgendaEvent.AgendaFrozen;
import org.plenary.agenda.domain.AgendaEvent.AgendaOpened;
import org.plenary.agenda.domain.AgendaEvent.SymbolAssigned;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.kernel.test.Surroundings;
import org.plenary.kernel.view.View;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The agenda as it stood on a date is, to the byte, the edition that was frozen and circulated then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgendaAsItStoodTest {
    private static final String FORUM = "forum-00000000-0000-4000-8000-000000000001";
    private static final String MEETING = "meeting-00000000-0000-4000-8000-000000000002";
    private static final String AGENDA = AgendaAggregate.stream(MEETING);
    private static final Instant T0 = Instant.parse("2027-01-01T00:00:00Z");

    /** What was said of the agenda, an hour after one another. */
    private final List<AgendaEvent> events = new ArrayList<>();

    private final HttpClient http = HttpClient.newHttpClient();
    private Surroundings around;
    private ConfigurableApplicationContext agenda;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        around = new Surroundings("agenda", dir);
        agenda = around.start(AgendaApplication.class);
        knows("nz.head", "nz");
        happened();
    }

    @AfterAll
    void stop() throws Exception {
        agenda.close();
        around.close();
    }

    /** As membership's events would tell of the person. */
    private void knows(String subject, String unit) {
        View people = new View(agenda.getBean(Documents.Space.class).of("copy.membership.person"), Authority::fold);
        told(people, subject, 1, "PersonRegistered", Map.of("forum", FORUM, "subject", subject, "unit", unit));
        told(people, subject, 2, "RoleGranted", Map.of("grant", "g", "role", "HEAD", "from", "2020-01-01T00:00:00Z"));
    }

    private static void told(View people, String subject, long version, String name, Map<String, String> data) {
        String stream = Authority.stream(FORUM, subject);
        Meta meta = new Meta(Instant.EPOCH, "operator", null, FORUM, "forum", "c", null, null);
        people.apply(new Envelope(
                "membership",
                stream,
                version,
                stream + "@" + version,
                "org.plenary.membership." + name + ".v1",
                Instant.EPOCH,
                null,
                version,
                meta,
                Json.write(data)));
    }

    private static AgendaEntry entry(int number, String title) {
        String item = "item-00000000-0000-4000-8000-00000000000" + number;
        return new AgendaEntry(item, number, title, "nz", List.of(1, 3));
    }

    private void happened() {
        List<AgendaEntry> first = List.of(entry(1, "Floods"), entry(2, "Returns"));
        List<AgendaEntry> second = List.of(entry(1, "Floods and droughts"), entry(2, "Returns"), entry(3, "Data"));
        List<String> parties = List.of("au", "id", "nz");
        events.add(new AgendaOpened(FORUM, MEETING, "conference", "Ninth", "TT/MC.9", List.of("au", "id"), 2));
        for (List<AgendaEntry> edition : List.of(first, second)) {
            int n = edition.equals(first) ? 1 : 2;
            String hash = hash(n, edition);
            events.add(new AgendaFrozen(n, hash, edition, "secretariat"));
            events.add(new AgendaCleared(n, hash));
            events.add(new SymbolAssigned("TT/MC.9/" + n));
            events.add(new AgendaCirculated(FORUM, MEETING, n, hash, "TT/MC.9/" + n, "Ninth", parties, "secretariat"));
        }
        events.add(new AgendaAdopted(MEETING, 2, hash(2, second), 3, 2, "au.cochair", second, MEETING + "@9"));
        EventStore commits = agenda.getBean(EventStore.class);
        for (int i = 0; i < events.size(); i++) {
            commits.append(commit(i + 1, events.get(i)));
        }
    }

    private static Commit commit(int version, AgendaEvent event) {
        Instant at = at(version);
        return new Commit(
                Commit.idOf(AGENDA, version),
                AGENDA,
                version,
                version,
                version == 1 ? null : Commit.idOf(AGENDA, version - 1),
                AGENDA + "|c" + version,
                "h",
                List.of(new StoredEvent(
                        version,
                        AGENDA + "@" + version,
                        "org.plenary.agenda." + event.getClass().getSimpleName() + ".v1",
                        at,
                        null,
                        Json.write(event))),
                new Meta(at, "somebody", null, FORUM, "forum", "c", null, null));
    }

    private static Instant at(int version) {
        return T0.plusSeconds(3_600L * version);
    }

    /** The bytes of an edition and their hash, apart from the code that makes them. */
    private static String hash(int edition, List<AgendaEntry> entries) {
        StringBuilder bytes = new StringBuilder("agenda-v1\n" + MEETING + "\n" + edition);
        entries.forEach(
                e -> bytes.append("\n%d|%s|%s|%s|%s".formatted(e.number(), e.item(), e.party(), e.title(), e.tags())));
        return Ids.sha256(bytes.toString());
    }

    private HttpResponse<String> read(@Nullable String subject, String query) throws Exception {
        String port = agenda.getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/agenda/agendas/" + AGENDA + query));
        if (subject != null) {
            request.header("Authorization", "Bearer " + around.tokens.token(subject));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String hash(JsonNode shown) {
        List<AgendaEntry> entries = new ArrayList<>();
        shown.path("entries").forEach(e -> entries.add(Json.MAPPER.treeToValue(e, AgendaEntry.class)));
        return hash(shown.path("edition").asInt(), entries);
    }

    @Test
    void as_known_and_as_in_force_it_is_the_edition_that_was_stored_then() throws Exception {
        int compared = 0;
        for (int i = 0; i < events.size(); i++) {
            String stored = switch (events.get(i)) {
                case AgendaCirculated e -> e.hash();
                case AgendaAdopted e -> e.hash();
                default -> "";
            };
            for (String name : stored.isEmpty() ? List.<String>of() : List.of("knownOn", "inForceOn")) {
                HttpResponse<String> then = read(null, "?" + name + "=" + at(i + 1));
                assertThat(then.statusCode()).as(then.body()).isEqualTo(200);
                JsonNode shown = Json.tree(then.body());
                assertThat(hash(shown)).as(name + " of event " + (i + 1)).isEqualTo(stored);
                assertThat(shown.path("keys").path("hash").asString()).isEqualTo(stored);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(6);
    }

    @Test
    void a_millisecond_before_the_second_edition_it_is_the_first() throws Exception {
        JsonNode before =
                Json.tree(read("nz.head", "?knownOn=" + at(6).minusMillis(1)).body());
        assertThat(before.path("status").asString()).isEqualTo("CIRCULATED");
        assertThat(before.path("edition").asInt()).isEqualTo(1);
        assertThat(before.path("entries").get(0).path("title").asString()).isEqualTo("Floods");
    }

    @Test
    void what_was_the_forums_only_stays_so_though_it_is_public_now() throws Exception {
        assertThat(read(null, "").statusCode()).isEqualTo(200);
        await().atMost(60, SECONDS)
                .until(() -> read("nz.head", "?knownOn=" + at(2)).statusCode() == 200);
        assertThat(read(null, "?knownOn=" + at(2)).statusCode()).isEqualTo(404);
        assertThat(read(null, "?knownOn=" + at(2)).body())
                .isEqualTo(read(null, "?knownOn=" + at(0)).body());
    }
}
