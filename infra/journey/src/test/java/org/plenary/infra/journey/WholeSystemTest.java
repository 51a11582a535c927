package org.plenary.infra.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.local.DemonstrationKeys;
import org.plenary.infra.local.Plenary;
import org.plenary.infra.local.PublicApi;
import org.plenary.infra.local.signin.SecondFactors;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;
import org.plenary.tlog.WitnessKey;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Everything together, as a newcomer starts it: the journey, then what it must have left behind, then the pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeSystemTest {
    private static final List<String> SERVICES = Operations.SERVICES;
    private static final String JUNK = "junk of a tool";
    private Path data;
    private PublicApi api;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        data = dir.resolve("data");
        int port;
        try (var probe = new java.net.ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        int code = new CommandLine(new Plenary())
                .execute("up", "--detach", "--data", data.toString(), "--port", Integer.toString(port));
        assertThat(code)
                .as(() -> {
                    Path log = data.resolve("plenary.log");
                    return Files.exists(log) ? contentOf(log.toFile()) : "nothing was logged";
                })
                .isZero();
        api = Plenary.api(data);
    }

    @AfterAll
    void stop() throws Exception {
        assertThat(Plenary.stop(data)).isTrue();
    }

    @Test
    @Order(1)
    void the_journey_ends_as_told() {
        new Story(new Stage(api, true), new DemonstrationKeys(data.resolve("demo-keys"))).play();
    }

    /** What the story does not walk: what loads a forum's past, and arrows off the straight path. */
    private static final Set<String> NOT_TOLD = Set.of(
            "ReplayStream",
            "PassOverEvent",
            "ImportMeeting",
            "ImportDocument",
            "ImportCommitment",
            "ObjectToMeeting",
            "DeclineMeeting",
            "IssueMeetingRecord",
            "EnterParty",
            "RenameParty",
            "ChangePartyClass",
            "ProposeRuleCard",
            "ProposeBodyChange",
            "ProposeSigningKey",
            "ProposeLogOrigin",
            "MakeNextLogKey",
            "ConsentToForumChange",
            "WithdrawForumChange",
            "PreviewRegisterImport",
            "ImportRegister",
            "ReturnItem",
            "ResubmitItem",
            "DeclineItem",
            "WithdrawItem",
            "ObjectToSilence",
            "ReportProgress",
            "AssessCommitment");

    @Test
    @Order(1)
    void it_ends_so_again_where_every_act_is_sent_badly_first_and_twice_then() {
        Operations operations = new Operations(api);
        InsistingStage stage = new InsistingStage(api, operations);
        new Story(stage, new DemonstrationKeys(data.resolve("demo-keys"))).play();
        Set<String> told = operations.all().stream()
                .map(Operations.Operation::id)
                .filter(id -> !NOT_TOLD.contains(id))
                .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
        assertThat(stage.walked()).isEqualTo(told);
    }

    @Test
    @Order(1)
    void no_operation_takes_bad_input_from_anybody() {
        String nobodys = "00000000-0000-4000-8000-000000000000";
        for (Operations.Operation o : new Operations(api).all()) {
            String path = o.path().replace("{id}", "thing-" + nobodys);
            String version = o.ifMatch() ? "1" : null;
            Map<String, Object> unknown = Map.of("noSuchField", 1);
            PublicApi.Answer bad = api.post("secretariat", path, unknown, "walk-" + nobodys, version);
            assertThat(bad.status()).as(o.id()).isEqualTo(400);
            assertThat(bad.json().path("errors").toString()).as(o.id()).contains("/noSuchField");
            o.required()
                    .forEach(f -> assertThat(bad.json().path("errors").toString())
                            .as(o.id())
                            .contains("/" + f));
            String large = "{\"noSuchField\":\"" + "x".repeat(o.bodyBytesMax()) + "\"}";
            assertThat(api.post("secretariat", path, large, "walk-" + nobodys, version)
                            .status())
                    .as(o.id())
                    .isEqualTo(413);
            for (String text : List.of("", "{", "[]", "null", "{\"a\":1,\"a\":2}")) {
                assertThat(api.post("secretariat", path, text, "walk-" + nobodys, version)
                                .status())
                        .as(o.id() + " " + text)
                        .isEqualTo(400);
            }
            assertThat(api.post("secretariat", path, "{}", "short", version).status())
                    .as(o.id() + " with a key too short")
                    .isEqualTo(400);
        }
    }

    @Test
    @Order(2)
    void every_event_in_kafka_is_a_cloud_event_its_schema_accepts_in_the_order_of_its_stream_and_in_the_record() {
        List<Envelope> all = published();
        assertThat(all).hasSizeGreaterThan(500);
        Map<String, Schema> schemas = new HashMap<>();
        Map<String, Long> heads = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Envelope e : all) {
            Schema schema = schemas.computeIfAbsent(e.type(), t -> schema(e));
            assertThat(schema.validate(
                            e.data(), InputFormat.JSON, c -> c.executionConfig(x -> x.formatAssertionsEnabled(true))))
                    .as(e.id())
                    .isEmpty();
            if (seen.add(e.id())) {
                assertThat(e.version()).as(e.id()).isEqualTo(heads.merge(e.stream(), 1L, Long::sum));
            }
        }
        assertThat(all)
                .filteredOn(e -> e.name().equals("DocumentAdopted"))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.validFrom()).isBefore(e.recordedAt()));
        await().atMost(60, TimeUnit.SECONDS).until(() -> size() >= seen.size());
        Set<String> recorded = new HashSet<>();
        for (byte[] leaf : entries(size())) {
            recorded.add(Json.tree(new String(leaf, UTF_8)).path("id").asString());
        }
        assertThat(recorded).containsAll(seen);
    }

    @Test
    @Order(3)
    void whoever_reads_is_told_what_happened_as_far_as_it_is_open_and_agendas_stand_as_they_stood() {
        Histories histories = new Histories(api, published());
        assertThat(histories.compared()).isGreaterThan(40);
        assertThat(histories.agendas()).isPositive();
    }

    @Test
    @Order(3)
    void the_published_log_is_what_its_checkpoint_signs() {
        SignedNote note = SignedNote.parse(api.get(null, "/record/checkpoint").body());
        LogKey key = LogKey.parse(api.get(null, "/record/vkey").body());
        assertThat(note.signedBy(key)).isTrue();
        Checkpoint head = Checkpoint.parse(note.text());
        List<byte[]> hashes = entries(head.size()).stream().map(Hashing::leaf).toList();
        Map<TilePath, byte[]> tiles = new HashMap<>(Tree.grow(0, hashes, p -> new byte[0]));
        assertThat(new Tree(head.size(), tiles::get).root()).isEqualTo(head.root());
        tiles.forEach((path, bytes) ->
                assertThat(bytes(path.toString())).as(path.toString()).isEqualTo(bytes));
        assertThat(api.get(null, "/record/tile/0/x999/999").status()).isEqualTo(404);
        assertThat(api.get(null, "/record/tile/00/000").status()).isEqualTo(404);
    }

    /** Who was never asked holds nothing and cosigns the first checkpoint; who was asked before says what it holds. */
    @Test
    @Order(3)
    void the_witnesses_answer_over_the_front_door_and_know_the_log() throws Exception {
        for (String name : List.of("au", "id", "third")) {
            String at = "/record/witness/" + name;
            WitnessKey key = WitnessKey.parse(api.get(null, at + "/vkey").body().strip());
            assertThat(key.name()).endsWith(at);
            String checkpoint = api.get(null, "/record/checkpoint").body();
            java.net.http.HttpResponse<String> answer = java.net.http.HttpClient.newHttpClient()
                    .send(
                            java.net.http.HttpRequest.newBuilder(
                                            java.net.URI.create(api.base() + at + "/add-checkpoint"))
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("old 0\n\n" + checkpoint))
                                    .build(),
                            java.net.http.HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                assertThat(key.cosigned(SignedNote.parse(checkpoint + answer.body())))
                        .isPresent();
            } else {
                assertThat(answer.statusCode()).isEqualTo(409);
                assertThat(Long.parseLong(answer.body().strip())).isPositive();
            }
        }
    }

    @Test
    @Order(4)
    void bad_input_over_the_front_door_names_its_field() {
        String forum = api.get(null, "/api/membership/forums")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        Map<String, Object> meeting = new LinkedHashMap<>();
        meeting.put("forum", forum);
        meeting.put("body", "conference");
        meeting.put("number", "nine");
        PublicApi.Answer answer = api.post("au.cochair", "/api/meeting/meetings", meeting, "bad-input-1", null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").toString()).contains("/number", "/title", "/zone");
        assertThat(api.get(null, "/internal/streams/" + forum).status()).isEqualTo(404);
        for (String service : SERVICES) {
            assertThat(api.get(null, "/api/" + service + "/openapi.json")
                            .json()
                            .path("openapi")
                            .asString())
                    .startsWith("3.1");
        }
    }

    @Test
    @Order(5)
    void a_co_chair_signs_in_by_browser_proposes_a_meeting_and_signs_out() {
        browse("au.cochair", page -> {
            assertThat(page.content()).contains("Sign out au.cochair").contains("Ninth Ministerial Conference");
            page.navigate(api.base() + "/new/ProposeMeeting");
            page.selectOption("#ProposeMeeting-body", "steering-group");
            page.selectOption("#ProposeMeeting-meetingType", "STEERING_GROUP_MEETING");
            page.fill("#ProposeMeeting-title", "<script>alert(1)</script> Steering Group (fictional)");
            page.fill("#ProposeMeeting-number", "77");
            page.fill("#ProposeMeeting-host", "Australia");
            page.fill("#ProposeMeeting-venue", "Canberra");
            page.fill("#ProposeMeeting-zone", "Nowhere/Here");
            page.fill("#ProposeMeeting-opensLocal", "2027-06-01T09:00");
            page.fill("#ProposeMeeting-closesLocal", "2027-06-01T17:00");
            page.click("main form button");
            assertThat(page.innerText(".govuk-error-summary")).contains("no time zone Nowhere/Here");
            page.fill("#ProposeMeeting-zone", "Australia/Sydney");
            page.click("main form button");
            page.waitForURL("**/meetings/meeting-*");
            assertThat(page.innerText("h1")).isEqualTo("<script>alert(1)</script> Steering Group (fictional)");
            assertThat(page.innerText("#state"))
                    .containsIgnoringCase("proposed")
                    .contains("Australia/Sydney")
                    .contains("UTC");
            for (String path : List.of(
                    "/meetings",
                    "/documents",
                    "/commitments",
                    "/parties",
                    "/dispatches",
                    "/log",
                    "/about",
                    "/sessions")) {
                assertThat(page.navigate(api.base() + path).status()).as(path).isEqualTo(200);
            }
            page.click("text=Sign out");
            page.waitForURL(api.base() + "/");
            assertThat(page.content()).contains("Sign in");
            page.click("text=Sign in");
            page.waitForSelector("#password"); // so they are signed out at the provider too
        });
    }

    /** In a real browser, signed in; no page may break the policy. */
    private void browse(String user, Consumer<Page> visit) {
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(chromium())
                                .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
            Page page = browser.newPage();
            List<String> violations = new ArrayList<>();
            page.onConsoleMessage(m -> {
                if (m.text().contains("Content Security Policy")) {
                    violations.add(m.text());
                }
            });
            page.navigate(api.base() + "/");
            assertThat(page.title()).contains("Plenary");
            page.click("text=Sign in");
            page.fill("#username", user);
            page.fill(
                    "#password",
                    contentOf(data.resolve("demo-password").toFile()).strip());
            page.click("main button");
            if (SecondFactors.needs(user)) {
                page.fill("#code", unusedCode(user));
                page.click("text=Go on");
            }
            page.waitForURL(u -> !u.contains("/idp/"));
            visit.accept(page);
            assertThat(violations).isEmpty();
        }
    }

    private final Map<String, String> codes = new HashMap<>();

    /** A code is taken once, so whoever signs in twice waits for the next. */
    private String unusedCode(String user) {
        String code = await().atMost(Duration.ofSeconds(120))
                .until(() -> Plenary.code(data, user), c -> !c.equals(codes.get(user)));
        codes.put(user, code);
        return code;
    }

    @Test
    @Order(8)
    void an_operator_finds_a_record_that_is_no_event_and_passes_it_over_and_the_record_has_all_of_it()
            throws Exception {
        String topic = CloudEvents.topic("outcomes");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + instance().getProperty("port.broker")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 5, "x".getBytes(UTF_8), JUNK.getBytes(UTF_8)))
                    .get(20, TimeUnit.SECONDS);
        }
        String waiting = "/api/circulation/parked-streams?forum=operators&standing=WAITING";
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> !api.get("operator", waiting).json().path("items").isEmpty());
        String id = api.get("operator", waiting)
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        assertThat(api.get("secretariat", waiting).status()).isEqualTo(403);
        browse("operator", page -> {
            page.click("text=Operations");
            page.click("a[href='/operations/circulation/" + id + "']");
            page.waitForURL("**/operations/circulation/" + id + "*");
            assertThat(page.innerText("h1")).startsWith(topic + "/5/");
            page.click("text=Show the event as it came");
            assertThat(page.innerText("pre")).isEqualTo(JUNK);
            page.click("summary");
            page.fill("#pass-over-reason", "A tool wrote it, by mistake.");
            page.click("main form button");
            page.waitForURL("**?done=pass-over");
            assertThat(page.innerText("main")).contains("Ordered. It is recorded");
        });
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> api.get("operator", "/api/circulation/parked-streams/" + id)
                        .json()
                        .path("status")
                        .asString()
                        .equals("RESUMED"));
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> api.get(null, "/record/proof/" + id + "/3").ok());
        assertThat(api.get("operator", waiting).json().path("items").isEmpty()).isTrue();
    }

    @Test
    @Order(6)
    void after_a_kill_everything_acknowledged_is_there_and_a_repetition_gets_its_first_answer() throws Exception {
        String forum = api.get(null, "/api/membership/forums")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        Map<String, String> acknowledged = new LinkedHashMap<>();
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(instance().getProperty("pid"))).orElseThrow();
        for (int i = 0; acknowledged.size() < 120; i++) {
            PublicApi.Answer answer =
                    api.post("secretariat", "/api/outcomes/imported-documents", draft(forum, i), "kill-key-" + i, null);
            assertThat(answer.status()).isEqualTo(201);
            acknowledged.put("kill-key-" + i, answer.body());
        }
        process.destroyForcibly();
        process.onExit().get(20, TimeUnit.SECONDS);
        int port = Integer.parseInt(api.base().substring(api.base().lastIndexOf(':') + 1));
        int code = new CommandLine(new Plenary())
                .execute("up", "--detach", "--data", data.toString(), "--port", Integer.toString(port));
        assertThat(code).isZero();
        api = Plenary.api(data);
        int i = 0;
        for (Map.Entry<String, String> first : acknowledged.entrySet()) {
            PublicApi.Answer again =
                    api.post("secretariat", "/api/outcomes/imported-documents", draft(forum, i), first.getKey(), null);
            assertThat(again.body()).isEqualTo(first.getValue());
            i++;
        }
        String last = Json.tree(acknowledged.get("kill-key-119")).path("stream").asString();
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> api.get(null, "/record/proof/" + last + "/1").ok());
        Set<String> listed = new HashSet<>();
        String path = "/api/outcomes/documents?limit=200&forum=" + forum;
        for (JsonNode page = api.get(null, path).json(); ; ) {
            page.path("items").forEach(d -> listed.add(d.path("id").asString()));
            if (!page.has("next")) {
                break;
            }
            page = api.get(null, path + "&cursor=" + page.path("next").asString())
                    .json();
        }
        acknowledged
                .values()
                .forEach(a ->
                        assertThat(listed).contains(Json.tree(a).path("stream").asString()));
    }

    @Test
    @Order(9)
    void databases_that_were_lost_come_back_from_kafka_and_everything_from_a_backup_on_an_empty_machine()
            throws Exception {
        int port = Integer.parseInt(api.base().substring(api.base().lastIndexOf(':') + 1));
        data = new RestoreDrill(data, port, WholeSystemTest::published).play();
        api = Plenary.api(data);
    }

    @Test
    @Order(10)
    void the_record_goes_on_in_another_log_by_order_of_its_operator_and_both_keyholders() throws Exception {
        new NewOrigin(api).play();
        killAndStart();
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> api.get(null, "/record/log2/checkpoint").ok());
        new NewOrigin(api).after();
    }

    /** In the midst of accreditation, of drafting, of a wait for a timer, of follow-up. */
    private static final Set<String> KILLED_AT = Set.of(
            "id nominates its head",
            "Thailand amends a paragraph",
            "the window for statements closes",
            "Thailand acknowledges it");

    @Test
    @Order(7)
    void the_story_goes_on_where_it_was_after_each_kill() {
        Stage stage = new Stage(api, true) {
            @Override
            void begins(String line) {
                if (KILLED_AT.contains(line)) {
                    new Thread(WholeSystemTest.this::killAndStart).start();
                }
            }
        };
        new Story(stage, new DemonstrationKeys(data.resolve("demo-keys"))).play();
        assertThat(kills.get()).isEqualTo(KILLED_AT.size());
        List<Envelope> all = published();
        Map<String, Long> heads = new HashMap<>();
        all.forEach(e -> heads.merge(e.stream(), e.version(), Math::max));
        Set<String> ids = new HashSet<>();
        all.forEach(e -> ids.add(e.id()));
        assertThat(ids)
                .hasSize(Math.toIntExact(
                        heads.values().stream().mapToLong(Long::longValue).sum()));
    }

    private final java.util.concurrent.atomic.AtomicInteger kills = new java.util.concurrent.atomic.AtomicInteger();

    private void killAndStart() {
        try {
            ProcessHandle process = ProcessHandle.of(Long.parseLong(instance().getProperty("pid")))
                    .orElseThrow();
            process.destroyForcibly();
            process.onExit().get(2, TimeUnit.MINUTES);
            String port = api.base().substring(api.base().lastIndexOf(':') + 1);
            assertThat(new CommandLine(new Plenary())
                            .execute("up", "--detach", "--data", data.toString(), "--port", port))
                    .isZero();
            kills.incrementAndGet();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> draft(String forum, int i) {
        return Map.of("forum", forum, "title", "Fictional document " + i, "sources", List.of());
    }

    private Properties instance() {
        return instance(data);
    }

    private static Properties instance(Path of) {
        Properties instance = new Properties();
        try (var in = Files.newBufferedReader(of.resolve("instance.properties"))) {
            instance.load(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return instance;
    }

    private static Path chromium() {
        return List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").stream()
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no chromium: ./plenary test installs Debian's as root"));
    }

    private long size() {
        return Long.parseLong(api.get(null, "/record/checkpoint").body().split("\n")[1]);
    }

    private byte[] bytes(String path) {
        try (InputStream in =
                java.net.URI.create(api.base() + "/record/" + path).toURL().openStream()) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<byte[]> entries(long size) {
        List<byte[]> all = new ArrayList<>();
        for (long tile = 0; tile * 256 < size; tile++) {
            int width = (int) Math.min(256, size - tile * 256);
            all.addAll(EntryBundle.decode(bytes(TilePath.entries(tile, width).toString())));
        }
        return all;
    }

    private List<Envelope> published() {
        return published(data);
    }

    /** Every event that Kafka has; the one record that is none was put there by a test. */
    private static List<Envelope> published(Path of) {
        Properties instance = instance(of);
        List<Envelope> all = new ArrayList<>();
        List<String> others = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + instance.getProperty("port.broker")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            SERVICES.forEach(s -> {
                for (int p = 0; p < 12; p++) {
                    partitions.add(new TopicPartition(CloudEvents.topic(s), p));
                }
            });
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            await().atMost(60, TimeUnit.SECONDS).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> {
                    if (Arrays.equals(r.value(), JUNK.getBytes(UTF_8))) {
                        others.add(JUNK);
                    } else {
                        all.add(CloudEvents.envelope(r.headers(), r.value()));
                    }
                });
                return all.size() + others.size() >= end;
            });
        }
        return all;
    }

    private static Schema schema(Envelope e) {
        String path = CloudEvents.schema(e.type());
        try (InputStream in = Objects.requireNonNull(WholeSystemTest.class.getResourceAsStream(path), path)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Json.tree(new String(in.readAllBytes(), UTF_8)));
        } catch (java.io.IOException x) {
            throw new java.io.UncheckedIOException(x);
        }
    }
}
