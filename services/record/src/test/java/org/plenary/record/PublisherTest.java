package org.plenary.record;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.relay.Lease;
import org.plenary.record.LogStore.Draft;
import org.plenary.record.LogStore.Head;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.WitnessKey;

/** What is published is durable, consistent, signed and witnessed, whatever stops in between. */
class PublisherTest {
    private LogFixture log;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        log = new LogFixture(dir);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void a_log_without_witnesses_is_published_with_its_own_signature() throws Exception {
        log.published(log.all(0));
        log.sequenced(3);
        log.published(log.all(0));
        assertThat(log.verified(0).size()).isEqualTo(3);
    }

    @Test
    void a_checkpoint_is_published_when_the_quorum_has_cosigned_it() throws Exception {
        log.witnesses("au", "id", "third");
        for (int count : new int[] {1, 300, 5}) {
            log.sequenced(count);
            log.published(log.all(2));
            log.verified(2);
        }
        assertThat(log.verified(2).size()).isEqualTo(306);
    }

    @Test
    void without_the_quorum_the_old_checkpoint_stays_and_it_goes_on_by_itself() throws Exception {
        log.witnesses("au", "id", "third");
        log.sequenced(10);
        Publisher publisher = log.publisher(log.store(), log.all(2), Optional.empty(), LogFixture.closed());
        publisher.start();
        try {
            await().atMost(60, SECONDS).until(() -> publisher.publishedSize() == 10);
            log.stop("au");
            log.stop("id");
            log.sequenced(10);
            await().atMost(60, SECONDS).until(() -> publisher.alarm().contains("2 witnesses"));
            assertThat(publisher.publishedSize()).isEqualTo(10);
            assertThat(publisher.refuses()).isFalse();
            log.startAgain("id");
            await().atMost(60, SECONDS).until(() -> publisher.publishedSize() == 20);
            await().atMost(60, SECONDS).until(() -> publisher.alarm().isEmpty());
        } finally {
            publisher.stop();
        }
        log.verified(2);
    }

    @Test
    void a_witness_that_never_answers_delays_nobody() throws Exception {
        log.witnesses("au", "id");
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<WitnessClient> three = new ArrayList<>(List.of(log.to("au"), log.to("id")));
            String nowhere = "http://127.0.0.1:" + silent.getLocalPort();
            three.addFirst(new WitnessClient("mute", three.getFirst().key(), nowhere, java.time.Duration.ofSeconds(3)));
            Witnesses witnesses = new Witnesses(three, 2, LogFixture.LONG);
            Publisher publisher = log.publisher(log.store(), witnesses, Optional.empty(), LogFixture.closed());
            publisher.start();
            try {
                for (int round = 1; round <= 3; round++) {
                    int size = round;
                    log.sequenced(1);
                    await().atMost(60, SECONDS).until(() -> publisher.publishedSize() == size);
                }
            } finally {
                publisher.stop();
            }
        }
        log.verified(2);
    }

    @Test
    void a_cosignature_that_comes_late_is_added_to_the_same_checkpoint() throws Exception {
        log.witnesses("au", "id", "slow");
        CountDownLatch released = new CountDownLatch(1);
        HttpServer before = before("slow", released, true);
        try {
            WitnessClient slow = new WitnessClient(
                    "slow",
                    WitnessKey.parse(log.running.get("slow").vkey()),
                    "http://127.0.0.1:" + before.getAddress().getPort(),
                    LogFixture.LONG);
            Witnesses witnesses = new Witnesses(List.of(slow, log.to("au"), log.to("id")), 2, LogFixture.LONG);
            Publisher publisher = log.publisher(log.store(), witnesses, Optional.empty(), LogFixture.closed());
            log.sequenced(7);
            publisher.start();
            try {
                await().atMost(60, SECONDS).until(() -> publisher.publishedSize() == 7);
                assertThat(log.policy(2).judge(log.checkpoint()).cosigned()).containsOnlyKeys("au", "id");
                released.countDown();
                await().atMost(60, SECONDS)
                        .untilAsserted(() -> assertThat(
                                        log.policy(3).judge(log.checkpoint()).quorum())
                                .as(witnesses.status().toString())
                                .isTrue());
            } finally {
                publisher.stop();
            }
        } finally {
            before.stop(0);
        }
        log.verified(3);
    }

    /** Stands before a witness: submissions wait, and its newest checkpoint is shown or not. */
    private HttpServer before(String name, CountDownLatch released, boolean shows) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", x -> {
            try (x) {
                URI to = URI.create(log.running.get(name).url() + x.getRequestURI());
                byte[] sent = x.getRequestBody().readAllBytes();
                boolean get = x.getRequestMethod().equals("GET");
                // who shows what it holds also says at the start that it holds nothing: only entries wait
                boolean nothing = new String(sent, StandardCharsets.UTF_8).contains("\n0\n");
                if (!get && !(shows && nothing)) {
                    released.await();
                }
                HttpRequest request = get
                        ? HttpRequest.newBuilder(to).build()
                        : HttpRequest.newBuilder(to)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(sent))
                                .build();
                // a connection of its own, since one that was kept may be closed by now
                HttpResponse<byte[]> answer =
                        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
                int status = get && !shows ? 404 : answer.statusCode();
                x.sendResponseHeaders(status, answer.body().length);
                x.getResponseBody().write(answer.body());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        return server;
    }

    @Test
    void nothing_is_sequenced_or_signed_before_enough_witnesses_are_heard() throws Exception {
        log.witnesses("au", "id", "third");
        log.sequenced(5);
        log.stop("id");
        log.stop("third");
        LogGate gate = LogFixture.closed();
        Publisher publisher = log.publisher(log.store(), log.all(2), Optional.empty(), gate);
        publisher.compare();
        assertThat(publisher.refuses()).isTrue();
        assertThat(publisher.alarm()).contains("id", "third").doesNotContain("au,");
        assertThatThrownBy(
                        () -> new Sequencer(log.store(), gate).onAll(List.of(SequencerTest.event("item-9", 1, "{}"))))
                .isInstanceOf(Feed.SourceAway.class);
        log.startAgain("id");
        publisher.compare();
        assertThat(publisher.refuses()).isFalse();
        new Sequencer(log.store(), gate).onAll(List.of(SequencerTest.event("item-9", 1, "{}")));
        publisher.step();
        assertThat(log.verified(2).size()).isEqualTo(6);
    }

    @Test
    void a_tile_that_somebody_changed_is_found_before_anything_is_signed() throws Exception {
        log.witnesses("au");
        log.sequenced(300);
        log.published(log.all(1));
        for (TilePath path : List.of(TilePath.hashes(0, 1, 44), TilePath.hashes(1, 0, 1))) {
            byte[] good = log.store().tile(path);
            byte[] bad = good.clone();
            bad[17] ^= 1;
            log.store().write(Map.of(path, bad));
            Publisher publisher = log.publisher(log.store(), log.all(1), Optional.empty(), LogFixture.closed());
            publisher.compare();
            assertThat(publisher.alarm()).contains("tiles do not make the root");
            log.sequenced(1);
            assertThatThrownBy(publisher::step).hasMessageContaining("not consistent");
            assertThat(log.store().head(TreeWriter.HEAD, TreeWriter.EMPTY).size())
                    .isEqualTo(300);
            log.store().write(Map.of(path, good));
        }
        log.published(log.all(1));
        assertThat(log.verified(1).size()).isEqualTo(302);
    }

    @Test
    void where_a_witness_has_another_tree_under_the_logs_signature_nothing_more_is_signed() throws Exception {
        log.witnesses("au", "id");
        log.sequenced(20);
        log.published(log.all(1));
        for (String name : List.of("entries", "tiles", "heads")) {
            log.database.getCollection(name).deleteMany(new Document());
        }
        log.sequenced(30);
        log.stop("au");
        log.stop("id");
        Publisher without = log.published(new Witnesses(List.of(), 0, LogFixture.LONG));
        assertThat(without.publishedSize()).isEqualTo(30);
        log.startAgain("au");
        log.startAgain("id");
        Publisher publisher = log.publisher(log.store(), log.all(1), Optional.empty(), LogFixture.closed());
        publisher.compare();
        assertThat(publisher.refuses()).isTrue();
        assertThat(publisher.alarm()).contains("another tree of 20 entries");
    }

    /** Dies at the n-th write, before or after it took effect. */
    private static final class DyingStore extends LogStore {
        private static final class Died extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        private int left;
        private final boolean after;

        DyingStore(LogFixture log, int writes, boolean after) {
            super(log.database);
            this.left = writes;
            this.after = after;
        }

        private void point(boolean now) {
            if (now == after && left-- == 0) {
                throw new Died();
            }
        }

        @Override
        int insert(long index, List<Draft> drafts) {
            point(false);
            int done = super.insert(index, drafts);
            point(true);
            return done;
        }

        @Override
        void write(Map<TilePath, byte[]> written) {
            point(false);
            super.write(written);
            point(true);
        }

        @Override
        boolean advance(String name, Head from, Head to) {
            point(false);
            boolean done = super.advance(name, from, to);
            point(true);
            return done;
        }
    }

    /** Each part's entries, tiles, the head and the published checkpoint: of all that it does between, these last. */
    private static int writes(int size) {
        return (size + Sequencer.PART - 1) / Sequencer.PART + 3;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wherever_it_dies_the_log_goes_on_from_there(boolean after) throws Exception {
        log.witnesses("au", "id", "third");
        List<SignedNote> seen = new ArrayList<>();
        for (int size : new int[] {3, 260}) {
            for (int writes = 0; writes <= writes(size); writes++) {
                DyingStore dying = new DyingStore(log, writes, after);
                Lease lease = dying.lease("dying", Lease.Ownership.SOLE, InstantSource.system());
                Publisher publisher =
                        new Publisher(log.logs(dying, log.all(2)), lease, Optional.empty(), LogFixture.closed());
                boolean died = false;
                try {
                    publisher.compare();
                    log.sequenced(dying, size);
                    publisher.step();
                } catch (DyingStore.Died e) {
                    died = true;
                }
                assertThat(died).as("at write %d", writes).isEqualTo(writes < writes(size));
                log.published(log.all(2));
                log.verified(2);
                seen.add(log.checkpoint());
            }
        }
        TreeWriter tree = new TreeWriter(log.store());
        for (SignedNote note : seen) {
            assertThat(tree.begins(tree.head(), Checkpoint.parse(note.text()))).isTrue();
        }
    }

    @Test
    void an_error_of_any_kind_raises_the_alarm_and_ends_with_it() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        LogStore store = new LogStore(log.database) {
            @Override
            Head head(String name, Head initial) {
                if (broken.get()) {
                    throw new AssertionError("the disk is gone");
                }
                return super.head(name, initial);
            }
        };
        log.sequenced(3);
        Lease lease = log.store().lease("test", Lease.Ownership.SOLE, InstantSource.system());
        Publisher publisher = new Publisher(log.logs(store, log.all(0)), lease, Optional.empty(), LogFixture.closed());
        broken.set(true);
        publisher.start();
        try {
            await().atMost(60, SECONDS).until(() -> publisher.alarm().contains("the disk is gone"));
            broken.set(false);
            await().atMost(60, SECONDS).until(() -> publisher.alarm().isEmpty());
            await().atMost(60, SECONDS).until(() -> publisher.publishedSize() == 3);
        } finally {
            publisher.stop();
        }
    }

    /** One cosignature with a long name has more characters than two others: characters are not what counts. */
    @Test
    void cosignatures_that_stand_are_never_replaced_by_fewer() throws Exception {
        String longest = "a-witness-with-a-name-that-is-very-long-indeed".repeat(4);
        log.witnesses("au", "id", longest);
        log.sequenced(4);
        log.published(log.all(3));
        Head whole = log.store().head(Publisher.PUBLISHED, new Head(-1, ""));
        String two = cosignedBy(log.checkpoint(), "/au", "/id");
        assertThat(cosignedBy(log.checkpoint(), longest)).hasSizeGreaterThan(two.length());
        Head fewer = new Head(whole.size(), two);
        // this one has one cosignature of the same text only, and it is the long one
        WitnessClient only = log.to(longest);
        Publisher one = log.publisher(
                log.store(), new Witnesses(List.of(only), 1, LogFixture.LONG), Optional.empty(), LogFixture.closed());
        one.compare();
        one.publish(new TreeWriter(log.store()).head(), new Head(whole.size() + 1, "somebody else's"));
        one.step();
        assertThat(log.store().head(Publisher.PUBLISHED, fewer)).isEqualTo(whole);
        assertThat(log.store().advance(Publisher.PUBLISHED, whole, fewer)).isTrue();
        one.step();
        SignedNote merged = log.checkpoint();
        assertThat(merged.encoded()).startsWith(two);
        assertThat(log.policy(3).judge(merged).cosigned()).containsOnlyKeys("au", "id", longest);
    }

    /** The checkpoint with the log's signature and these witnesses' only. */
    private static String cosignedBy(SignedNote whole, String... witnesses) {
        List<SignedNote.Line> lines = whole.signatures().stream()
                .filter(l -> !l.name().startsWith("witness.example/")
                        || List.of(witnesses).stream().anyMatch(w -> l.name().endsWith(w)))
                .toList();
        return new SignedNote(whole.text(), lines).encoded();
    }

    @Test
    void two_publishers_at_once_publish_one_log() throws Exception {
        log.witnesses("au", "id", "third");
        Publisher one = log.publisher(log.store(), log.all(2), Optional.empty(), LogFixture.closed());
        Publisher two = log.publisher(log.store(), log.all(2), Optional.empty(), LogFixture.closed());
        one.start();
        two.start();
        try {
            for (int i = 0; i < 20; i++) {
                log.sequenced(50);
            }
            await().atMost(60, SECONDS).until(() -> one.publishedSize() == 1000);
        } finally {
            one.stop();
            two.stop();
        }
        log.verified(2);
    }
}
