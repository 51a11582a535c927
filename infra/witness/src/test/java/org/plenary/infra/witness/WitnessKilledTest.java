package org.plenary.infra.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;

/** A real process, ended by kill -9 while it writes: whatever was answered is remembered. */
class WitnessKilledTest {
    private static final int KILLS = 6;

    @TempDir
    Path dir;

    @Test
    void what_was_answered_survives_kill_9() throws Exception {
        GrowingLog same = GrowingLog.of(GrowingLog.ORIGIN, KilledWitness.SIZE);
        Random random = new Random(7);
        long held = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long answered = killed(held + 20 + random.nextInt(150));
            try (Witness witness = Witness.open(
                    dir.resolve("key"),
                    dir.resolve("memory"),
                    "w.example",
                    origin -> List.<LogKey>of(),
                    InstantSource.system())) {
                Checkpoint kept = witness.latest(WitnessState.hash(GrowingLog.ORIGIN))
                        .map(n -> Checkpoint.parse(SignedNote.parse(n).text()))
                        .orElseThrow();
                assertThat(kept.size()).isGreaterThanOrEqualTo(answered);
                assertThat(kept.root()).isEqualTo(same.root(kept.size()));
                held = kept.size();
            }
        }
    }

    /** The largest size that was answered before the kill. */
    private long killed(long until) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWitness.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader out = child.inputReader()) {
            while (last < until) {
                String line = out.readLine();
                assertThat(line).as("the witness lives").isNotNull();
                last = Long.parseLong(line);
            }
            child.toHandle().destroyForcibly(); // the process itself would close what it said
            for (String line = out.readLine(); line != null && line.matches("\\d+"); line = out.readLine()) {
                last = Math.max(last, Long.parseLong(line));
            }
            child.waitFor();
        }
        return last;
    }
}
