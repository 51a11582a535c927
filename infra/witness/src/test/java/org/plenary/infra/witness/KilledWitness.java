package org.plenary.infra.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.plenary.infra.witness.Witness.Answer;
import org.plenary.tlog.LogKey;

/** Submits a log of its own to a witness, one entry more each time, and says each size once it is cosigned, until it is killed. */
final class KilledWitness {
    static final int SIZE = 3_000;

    private KilledWitness() {}

    public static void main(String[] args) {
        GrowingLog log = GrowingLog.of(GrowingLog.ORIGIN, SIZE);
        List<LogKey> keys = List.of(log.key());
        Path dir = Path.of(args[0]);
        Witness witness = Witness.open(
                dir.resolve("key"), dir.resolve("memory"), "w.example", KnownLogs.of(keys), InstantSource.system());
        for (long old = 0; old < SIZE; ) {
            Answer answer = witness.add(log.submission(old, old + 1).getBytes(UTF_8));
            old = answer.status() == 200
                    ? old + 1
                    : Long.parseLong(answer.body().strip());
            System.out.println(old);
            System.out.flush();
        }
    }
}
