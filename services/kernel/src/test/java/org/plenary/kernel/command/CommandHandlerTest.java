package org.plenary.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.Request.Origin;
import org.plenary.kernel.command.Request.Stage;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Snapshot;
import org.plenary.kernel.store.Unconfirmed;
import org.plenary.toy.Toy;
import org.plenary.toy.Toy.AddCoin;
import org.plenary.toy.Toy.OpenJar;

/** The handler's algorithm where stores fail and others are first. */
class CommandHandlerTest {
    private static final String JAR = "jar-1";
    private static final Instant NOW = Instant.parse("2027-01-15T12:00:00Z");
    private final InMemoryEventStore memory = new InMemoryEventStore();
    private final FlakyStore store = new FlakyStore();
    private final List<Commit> handedOver = new ArrayList<>();
    private final List<Commit> unconfirmed = new ArrayList<>();
    private final Toy toy = new Toy();

    /** Loses answers: of the next appends, before or after they stand. */
    private final class FlakyStore implements EventStore {
        int losesAfter;
        int losesBefore;
        boolean keepsNoSnapshot;
        boolean answersNoQuestion;
        Runnable beforeAppend = () -> {};

        @Override
        public Outcome append(Commit commit) {
            Runnable once = beforeAppend;
            beforeAppend = () -> {};
            once.run();
            if (losesBefore > 0) {
                losesBefore--;
                throw new Unconfirmed("lost before", new RuntimeException("timeout"));
            }
            Outcome outcome = memory.append(commit);
            if (losesAfter > 0) {
                losesAfter--;
                throw new Unconfirmed("lost after", new RuntimeException("timeout"));
            }
            return outcome;
        }

        @Override
        public Optional<Commit> find(String id) {
            return memory.find(id);
        }

        @Override
        public Optional<Commit> findByCommandKey(String commandKey) {
            if (answersNoQuestion) {
                throw new com.mongodb.MongoException("no answer now");
            }
            return memory.findByCommandKey(commandKey);
        }

        @Override
        public boolean pending(String id) {
            return memory.pending(id);
        }

        @Override
        public List<Commit> pending(int limit, java.util.Set<String> except) {
            return memory.pending(limit, except);
        }

        @Override
        public void published(Collection<String> ids) {
            memory.published(ids);
        }

        @Override
        public Optional<Snapshot> snapshot(String stream) {
            return memory.snapshot(stream);
        }

        @Override
        public void keep(Snapshot snapshot) {
            if (keepsNoSnapshot) {
                throw new com.mongodb.MongoException("no snapshot now");
            }
            memory.keep(snapshot);
        }

        @Override
        public List<String> streams(String after, int limit) {
            return memory.streams(after, limit);
        }

        @Override
        public void forEach(Consumer<Commit> each) {
            memory.forEach(each);
        }
    }

    private CommandHandler handler(InstantSource clock) {
        CommandHandler.Outbox outbox = new CommandHandler.Outbox() {
            @Override
            public void appended(Commit commit) {
                handedOver.add(commit);
            }

            @Override
            public void unconfirmed(Commit commit) {
                unconfirmed.add(commit);
            }
        };
        Policy none = Policy.parse("operation,role,whose,status,answer\n");
        return new CommandHandler(
                "toy",
                store,
                new Streams("toy", store),
                none,
                unused(),
                outbox,
                Gate.opened(),
                Scheduling.threads(),
                clock);
    }

    /** Commands of the service itself ask nobody's authority. */
    @SuppressWarnings("NullAway")
    private static org.plenary.kernel.access.Authority unused() {
        return null;
    }

    private static Request request(String operation, String key) {
        return new Request(
                operation,
                Origin.SERVICE,
                "system:toy",
                null,
                Ids.v5(key),
                Ids.sha256(operation + key),
                OptionalLong.empty(),
                Stage.EITHER,
                Instant.EPOCH,
                "c",
                null,
                null);
    }

    private static final OpenJar OPEN = new OpenJar("forum-1", 3, 1000);

    @Test
    void an_answer_lost_after_the_append_is_found_again_and_has_one_effect() {
        CommandHandler handler = handler(InstantSource.system());
        store.losesAfter = 1;
        Answer answer = handler.handle(toy, JAR, OPEN, request("OpenJar", "k1"));
        assertThat(answer.version()).isEqualTo(1);
        assertThat(handedOver).hasSize(1);
        assertThat(memory.pending(10, java.util.Set.of())).hasSize(1);
    }

    @Test
    void an_answer_lost_before_the_append_is_sent_again_not_decided_again() {
        CommandHandler handler = handler(InstantSource.system());
        store.losesBefore = 2;
        assertThat(handler.handle(toy, JAR, OPEN, request("OpenJar", "k1")).events())
                .containsExactly("jar-1@1");
    }

    /** Found by the simulation: two instances fire one timer, and one of them loses its answer. */
    @Test
    void where_another_instance_carried_the_command_out_its_commit_is_handed_over_not_ones_own() {
        CommandHandler mine = handler(InstantSource.fixed(Instant.EPOCH.plusSeconds(2)));
        CommandHandler others = handler(InstantSource.fixed(Instant.EPOCH.plusSeconds(1)));
        Request same = request("OpenJar", "k1");
        store.beforeAppend = () -> {
            others.handle(toy, JAR, OPEN, same);
            store.losesBefore = 1;
        };
        Answer answer = mine.handle(toy, JAR, OPEN, same);
        assertThat(answer.events()).containsExactly("jar-1@1");
        Commit standing = memory.find("jar-1|1").orElseThrow();
        assertThat(standing.events().getFirst().recordedAt()).isEqualTo(Instant.EPOCH.plusSeconds(1));
        assertThat(handedOver).containsOnly(standing);
        assertThat(mine.read(toy, JAR).recordedAt()).isEqualTo(Instant.EPOCH.plusSeconds(1));
    }

    @Test
    void a_store_that_stays_silent_is_not_confirmed_and_the_commit_is_kept_for_look_up() {
        Instant[] now = {Instant.EPOCH};
        CommandHandler handler = handler(() -> {
            now[0] = now[0].plusSeconds(2);
            return now[0];
        });
        store.losesBefore = 100;
        assertThatThrownBy(() -> handler.handle(toy, JAR, OPEN, request("OpenJar", "k1")))
                .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.kind()).isEqualTo(Refused.Kind.NOT_CONFIRMED));
        assertThat(unconfirmed).hasSize(1);
        store.losesBefore = 0;
        assertThat(handler.handle(toy, JAR, OPEN, request("OpenJar", "k1")).version())
                .isEqualTo(1);
    }

    @Test
    void a_commit_that_stands_and_cannot_be_found_again_is_kept_for_look_up() {
        CommandHandler handler = handler(InstantSource.system());
        store.losesAfter = 1;
        store.answersNoQuestion = true;
        assertThatThrownBy(() -> handler.handle(toy, JAR, OPEN, request("OpenJar", "k1")))
                .isInstanceOf(com.mongodb.MongoException.class);
        assertThat(handedOver).isEmpty();
        assertThat(unconfirmed)
                .isEqualTo(memory.pending(10, java.util.Set.of()))
                .hasSize(1);
    }

    @Test
    void a_snapshot_that_cannot_be_kept_costs_the_commit_nothing() {
        CommandHandler handler = handler(InstantSource.system());
        handler.handle(toy, JAR, new OpenJar("forum-1", 1000, 1000), request("OpenJar", "k"));
        store.keepsNoSnapshot = true;
        for (int i = 0; i < Streams.SNAPSHOT_EVERY; i++) {
            handler.handle(toy, JAR, new AddCoin(1), request("AddCoin", "coin" + i));
        }
        assertThat(memory.snapshot(JAR)).isEmpty();
        assertThat(handedOver).hasSize(Streams.SNAPSHOT_EVERY + 1);
    }

    @Test
    void a_snapshot_of_another_shape_is_not_read() {
        CommandHandler handler = handler(InstantSource.system());
        handler.handle(toy, JAR, new OpenJar("forum-1", 1000, 1000), request("OpenJar", "k"));
        for (int i = 0; i < Streams.SNAPSHOT_EVERY; i++) {
            handler.handle(toy, JAR, new AddCoin(1), request("AddCoin", "coin" + i));
        }
        Snapshot kept = memory.snapshot(JAR).orElseThrow();
        String other = kept.state().replace("\"coins\":99", "\"coins\":7");
        assertThat(other).isNotEqualTo(kept.state());
        memory.keep(new Snapshot(JAR, kept.version(), kept.commit(), kept.recordedAt(), kept.shape(), other));
        assertThat(coins()).as("one of this shape is").isEqualTo(8);
        for (String shape : List.of("", "an earlier release's")) {
            memory.keep(new Snapshot(JAR, kept.version(), kept.commit(), kept.recordedAt(), shape, other));
            assertThat(coins()).as("shape '" + shape + "'").isEqualTo(100);
        }
    }

    private int coins() {
        return handler(InstantSource.system()).read(toy, JAR).state().coins();
    }

    @Test
    void a_repetition_hands_over_what_its_first_attempt_did_not_and_nothing_that_is_out() {
        Request open = request("OpenJar", "k");
        handler(InstantSource.system()).handle(toy, JAR, OPEN, open);
        handler(InstantSource.system())
                .handle(
                        toy,
                        JAR,
                        new Toy.CloseJar(),
                        Request.ofService("toy", "CloseJar", Ids.v5("c"), NOW, "c", null));
        handedOver.clear();
        CommandHandler afterACrash = handler(InstantSource.system());
        assertThat(afterACrash.handle(toy, JAR, OPEN, open).version()).isEqualTo(1);
        assertThat(handedOver).extracting(Commit::id).containsExactly("jar-1|1");
        memory.published(List.of("jar-1|1"));
        afterACrash.handle(toy, JAR, OPEN, open);
        assertThat(handedOver).hasSize(1);
    }

    @Test
    void a_commits_size_is_counted_in_bytes() {
        CommandHandler handler = handler(InstantSource.system());
        String forum = "\u0e01".repeat(Commit.BYTES_MAX / 3 + 1);
        assertThatThrownBy(() -> handler.handle(toy, JAR, new OpenJar(forum, 1, 1000), request("OpenJar", "k")))
                .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.kind()).isEqualTo(Refused.Kind.TOO_LARGE));
        assertThat(memory.find("jar-1|1")).isEmpty();
    }

    @Test
    void a_lost_race_is_decided_again_on_the_fresh_state() {
        CommandHandler mine = handler(InstantSource.system());
        CommandHandler others = handler(InstantSource.system());
        mine.handle(toy, JAR, OPEN, request("OpenJar", "k1"));
        store.beforeAppend = () -> others.handle(toy, JAR, new AddCoin(1), request("AddCoin", "other"));
        Answer answer = mine.handle(toy, JAR, new AddCoin(2), request("AddCoin", "mine"));
        assertThat(answer.version()).isEqualTo(3);
    }

    @Test
    void a_rejection_is_never_given_on_a_stale_state() {
        CommandHandler mine = handler(InstantSource.system());
        CommandHandler others = handler(InstantSource.system());
        mine.handle(toy, JAR, OPEN, request("OpenJar", "k1"));
        others.handle(toy, JAR, new Toy.CloseJar(), request("CloseJar", "close"));
        assertThatThrownBy(() -> mine.handle(toy, JAR, new AddCoin(1), request("AddCoin", "late")))
                .isInstanceOf(Rejected.class);
        assertThat(mine.handle(toy, JAR, new Toy.CloseJar(), request("CloseJar", "again"))
                        .events())
                .isEmpty();
    }

    @Test
    void reloaded_state_equals_live_state_beyond_a_snapshot() {
        CommandHandler live = handler(InstantSource.system());
        live.handle(toy, JAR, new OpenJar("forum-1", 1000, 1000), request("OpenJar", "k"));
        for (int i = 0; i < 250; i++) {
            live.handle(
                    toy,
                    JAR,
                    new AddCoin(i % 7 + 1),
                    request(
                            "AddCoin",
                            UUID.nameUUIDFromBytes(new byte[] {(byte) i, 1}).toString() + i));
        }
        assertThat(memory.snapshot(JAR)).isPresent();
        assertThat(handler(InstantSource.system()).read(toy, JAR)).isEqualTo(live.read(toy, JAR));
    }
}
