package org.plenary.kernel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plenary.kernel.simulation.Violation.Kind;
import org.slf4j.LoggerFactory;

/**
 * Nothing acknowledged is lost, doubled or out of order, whatever the seed. A failing seed replays exactly with {@code
 * -Dplenary.seed=<n>} and prints its story; {@code -Dplenary.seeds=<n>} runs more of them.
 */
class SimulationTest {
    private static final int SEEDS =
            Integer.getInteger("plenary.seeds", Boolean.getBoolean("plenary.full") ? 100_000 : 1_000);
    private static final int BUG_SEEDS_MAX = 1_000;
    private static final Logger KERNEL = (Logger) LoggerFactory.getLogger("org.plenary.kernel");
    private static Level before;

    /** Crashes and lost answers are what a run is made of; a million warnings about them help nobody. */
    @BeforeAll
    static void quiet() {
        before = KERNEL.getLevel();
        KERNEL.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        KERNEL.setLevel(before);
    }

    @Test
    void nothing_acknowledged_is_lost_doubled_or_out_of_order() {
        Long one = Long.getLong("plenary.seed");
        LongStream seeds = one == null ? LongStream.range(0, SEEDS) : LongStream.of(one);
        seeds.parallel().forEach(SimulationTest::assertClean);
    }

    private static void assertClean(long seed) {
        Simulation run = new Simulation(seed, Set.of());
        assertThat(run.run()).as(() -> String.join("\n", run.story())).isEmpty();
    }

    @Test
    void a_seed_replays_exactly() {
        for (long seed = 0; seed < 5; seed++) {
            assertThat(storyOf(seed)).isEqualTo(storyOf(seed));
        }
    }

    private static List<String> storyOf(long seed) {
        Simulation run = new Simulation(seed, Set.of());
        run.run();
        return run.story();
    }

    /** By the promise that it breaks, in a run that came to its end, with a seed that is clean without it. */
    @ParameterizedTest
    @EnumSource(Bug.class)
    void a_planted_bug_is_caught(Bug bug) {
        OptionalLong caughtAt = LongStream.range(0, BUG_SEEDS_MAX)
                .parallel()
                .filter(seed -> caught(seed, bug))
                .findFirst();
        System.out.println(bug + " is caught by seed " + caughtAt + " as " + bug.foundAs());
        assertThat(caughtAt)
                .as("%s is caught as %s within %d seeds", bug, bug.foundAs(), BUG_SEEDS_MAX)
                .isPresent();
        assertClean(caughtAt.getAsLong());
    }

    private static boolean caught(long seed, Bug bug) {
        Set<Kind> found = new Simulation(seed, Set.of(bug))
                .run().stream().map(Violation::kind).collect(Collectors.toSet());
        return found.contains(bug.foundAs()) && !found.contains(Kind.HARNESS);
    }
}
