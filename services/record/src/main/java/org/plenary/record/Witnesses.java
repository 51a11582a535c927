package org.plenary.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.plenary.record.WitnessClient.Answer;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.SignedNote;

/**
 * The log's witnesses and how many of them make a quorum. All are asked at once, each with a proof from the size that it
 * held last; who is slow or away is not waited for once the quorum is there, and not asked again while still asked.
 */
final class Witnesses {
    /** How often one witness is asked for one checkpoint, as its answers tell what it holds. */
    private static final int TURNS_MAX = 3;

    /**
     * How a witness does.
     *
     * @param size the largest tree that it is known to hold; -1 where nothing is known
     * @param trouble empty where it cosigned when it was asked last
     */
    record Status(String name, String url, long size, String trouble) {}

    private static final class Witness {
        private final WitnessClient client;
        private long size = -1;
        private String trouble = "";
        private boolean asked;

        Witness(WitnessClient client) {
            this.client = client;
        }
    }

    private final List<Witness> all;
    private final int quorum;
    private final Duration patience;
    /** Of the text that was sent last; guarded by this. */
    private Map<String, SignedNote.Line> lines = new LinkedHashMap<>();

    private String text = "";
    /** Whether a witness has refused since it was asked last, other than by not answering. */
    private boolean contradicted;

    /**
     * @param quorum how many must cosign; 0 where there are none
     * @param patience for how long the quorum is waited for
     */
    Witnesses(List<WitnessClient> clients, int quorum, Duration patience) {
        if (quorum < 0 || quorum > clients.size() || (quorum == 0 && !clients.isEmpty())) {
            throw new IllegalArgumentException("a quorum of " + quorum + " of " + clients.size() + " witnesses");
        }
        this.all = clients.stream().map(Witness::new).toList();
        this.quorum = quorum;
        this.patience = patience;
    }

    int quorum() {
        return quorum;
    }

    List<WitnessClient> clients() {
        return all.stream().map(w -> w.client).toList();
    }

    /** How many must be heard so that every quorum that may have cosigned something has a member among them. */
    int heardMin() {
        return all.isEmpty() ? 0 : all.size() - quorum + 1;
    }

    synchronized List<Status> status() {
        return all.stream()
                .map(w -> new Status(w.client.name(), w.client.url(), w.size, w.trouble))
                .toList();
    }

    /**
     * Asks for cosignatures of a checkpoint, and returns when the quorum has cosigned, or nothing more can be hoped for.
     *
     * @param proofs that the tree of a size is a prefix of the checkpoint's; asked by several threads
     * @return all cosignatures of this checkpoint so far: a quorum, or fewer
     */
    List<SignedNote.Line> cosign(SignedNote signed, Checkpoint head, LongFunction<List<byte[]>> proofs)
            throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        List<Witness> asking = new ArrayList<>();
        synchronized (this) {
            if (!signed.text().equals(text)) {
                text = signed.text();
                lines = new LinkedHashMap<>();
            }
            for (Witness w : all) {
                if (!w.asked && !lines.containsKey(w.client.name())) {
                    w.asked = true;
                    asking.add(w);
                    Thread.ofVirtual().name("witness-" + w.client.name()).start(() -> ask(w, signed, head, proofs));
                }
            }
            long left = until - System.nanoTime();
            while (lines.size() < quorum && asking.stream().anyMatch(w -> w.asked) && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = until - System.nanoTime();
            }
            return List.copyOf(lines.values());
        }
    }

    /** The cosignatures of this text so far. */
    synchronized List<SignedNote.Line> lines(String of) {
        return of.equals(text) ? List.copyOf(lines.values()) : List.of();
    }

    private void ask(Witness w, SignedNote signed, Checkpoint head, LongFunction<List<byte[]>> proofs) {
        String trouble;
        try {
            trouble = turns(w, signed, head, proofs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble = "stopped";
        } catch (RuntimeException e) {
            trouble = e.toString();
        }
        synchronized (this) {
            w.trouble = trouble;
            w.asked = false;
            notifyAll();
        }
    }

    private String turns(Witness w, SignedNote signed, Checkpoint head, LongFunction<List<byte[]>> proofs)
            throws InterruptedException {
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            long old = Math.max(0, size(w));
            if (old > head.size()) {
                return "it holds " + old + " entries, more than the log has";
            }
            switch (w.client.add(old, proofs.apply(old), signed)) {
                case Answer.Cosigned c -> {
                    taken(w, signed.text(), head.size(), c.line());
                    return "";
                }
                case Answer.Holds h -> {
                    if (h.size() == old) { // the same size, and not the same tree
                        contradicts();
                        return "it holds another tree of " + old + " entries";
                    }
                    learn(w, h.size());
                }
                case Answer.Contradicts c -> {
                    contradicts();
                    return c.why();
                }
                case Answer.Failed f -> {
                    return f.why();
                }
            }
        }
        return "it tells another size each time";
    }

    private synchronized void contradicts() {
        contradicted = true;
    }

    /** Whether a witness said that it has cosigned something else, since this was asked last. */
    synchronized boolean contradicted() {
        boolean was = contradicted;
        contradicted = false;
        return was;
    }

    private synchronized long size(Witness w) {
        return w.size;
    }

    private synchronized void learn(Witness w, long size) {
        w.size = size;
    }

    private synchronized void taken(Witness w, String of, long size, SignedNote.Line line) {
        w.size = Math.max(w.size, size);
        if (of.equals(text)) {
            lines.put(w.client.name(), line);
        }
    }

    /** The largest size that a witness said it holds. */
    synchronized long largest() {
        return all.stream().mapToLong(w -> w.size).max().orElse(-1);
    }

    /** Takes note of what a witness was seen to hold, whatever it said before. */
    synchronized void saw(String name, long size) {
        all.stream().filter(w -> w.client.name().equals(name)).forEach(w -> w.size = size);
    }
}
