package org.plenary.infra.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.infra.witness.Witness.Answer;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.SignedNote;

/** Requests for N and for N + K at the same time: the smaller never replaces the larger. */
class WitnessRaceTest {
    private static final int SIZE = 400;
    private static final int THREADS = 16;
    private static final int STEP_MAX = 4;
    private static final GrowingLog LOG = GrowingLog.of(GrowingLog.ORIGIN, SIZE + STEP_MAX);

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothing_is_cosigned_that_is_smaller_than_what_was_answered(long seed) throws Exception {
        AtomicLong answered = new AtomicLong();
        AtomicLong conflicts = new AtomicLong();
        try (Witness witness = Witness.open(
                        dir.resolve("key"),
                        dir.resolve("memory"),
                        "w.example",
                        KnownLogs.of(List.of(LOG.key())),
                        InstantSource.system());
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(seed * THREADS + t);
                all.add(threads.submit(() -> submit(witness, random, answered, conflicts)));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(witness.latest(WitnessState.hash(GrowingLog.ORIGIN))
                            .map(n -> Checkpoint.parse(SignedNote.parse(n).text())))
                    .hasValueSatisfying(h -> {
                        assertThat(h.size()).isEqualTo(answered.get());
                        assertThat(h.root()).isEqualTo(LOG.root(h.size()));
                    });
        }
        assertThat(conflicts).as("they met").hasPositiveValue();
    }

    private static void submit(Witness witness, Random random, AtomicLong answered, AtomicLong conflicts) {
        for (long old = 0; old < SIZE; ) {
            long size = old + random.nextInt(STEP_MAX + 1);
            byte[] submission = LOG.submission(old, size).getBytes(UTF_8);
            long before = answered.get();
            Answer answer = witness.add(submission);
            if (answer.status() == 200) {
                assertThat(size).as("after %d was answered", before).isGreaterThanOrEqualTo(before);
                answered.accumulateAndGet(size, Math::max);
                old = size;
            } else {
                assertThat(answer.status()).isEqualTo(409);
                old = Long.parseLong(answer.body().strip());
                assertThat(old).as("after %d was answered", before).isGreaterThanOrEqualTo(before);
                conflicts.incrementAndGet();
            }
        }
    }
}
