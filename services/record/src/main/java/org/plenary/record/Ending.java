package org.plenary.record;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.plenary.record.LogStore.Head;
import org.plenary.record.Logs.Growing;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.OriginLeaf;
import org.plenary.tlog.SignedNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a log at what is published of it, and begins the next one: decision 18. First it is known that this can be done to
 * the end: who saw the log further, and that a quorum of witnesses knows the next log's key.
 */
final class Ending {
    /** Between two attempts: each asks the witnesses. */
    private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    /**
     * An order of the forum's keyholders that the log end and another begin.
     *
     * @param log the name of the log that ends
     * @param event the event's id
     * @param vkey the new log's verifier key
     * @param recordedAt when it was recorded, as leaves have it
     */
    record Order(String log, String event, String vkey, String recordedAt) {}

    private final Logs logs;
    private final Optional<Mirror> mirror;
    private long askedAt = System.nanoTime() - BETWEEN_NANOS;
    private volatile String waits = "";

    Ending(Logs logs, Optional<Mirror> mirror) {
        this.logs = logs;
        this.mirror = mirror;
    }

    /** Why an order is not carried out; empty where there is none, or it was. */
    String waits() {
        return waits;
    }

    /**
     * Carries the order out, where that can be now. While the log goes on as it should, nobody may have seen more of it
     * than is published; where it does not, what it lost is told in the next one's first leaf.
     *
     * @param goesOn whether the log is signed further
     * @param signed how many entries this instance has signed
     * @return whether the next log has begun
     */
    boolean carriedOut(Growing log, TreeWriter tree, Order by, boolean goesOn, long signed)
            throws InterruptedException {
        KeyFile next =
                logs.prepared().filter(k -> by.vkey().equals(k.key().vkey())).orElse(null);
        if (next == null) {
            return waits(by, "the key that it names is not here: have the key made, and propose the log again with it");
        }
        if (System.nanoTime() - askedAt < BETWEEN_NANOS) {
            return false;
        }
        askedAt = System.nanoTime();
        Checkpoint last = new StartCheck(
                        tree,
                        log.witnesses(),
                        mirror.map(m -> m.below(log.log().prefix())),
                        log.log().key())
                .newest(log.standing())
                .orElse(null);
        if (last == null) {
            return waits(by, "too few witnesses answer to say how far the present log was seen");
        }
        Head published = log.open().published();
        long seen = Math.max(last.size(), Math.max(signed, log.witnesses().largest()));
        if (goesOn && !log.open().ended() && seen > Math.max(0, published.size())) {
            return waits(by, "the present log is signed further than it is published");
        }
        if (!known(log.witnesses(), next)) {
            return waits(by, "too few witnesses know the next log's key");
        }
        return began(log, tree, next, last, by);
    }

    /** Documents that were copied one after another may have lost entries under their own checkpoint. */
    private boolean began(Growing log, TreeWriter tree, KeyFile next, Checkpoint last, Order by) {
        Head published = log.open().published();
        long kept = published.size() > 0 ? Math.min(tree.entries(published), published.size()) : 0;
        Log old = log.log();
        byte[] first = new OriginLeaf(
                        next.key().name(),
                        next.key().vkey(),
                        new OriginLeaf.Previous(old.key().name(), old.key().vkey(), last.size(), last.root()),
                        kept,
                        by.event(),
                        by.recordedAt())
                .bytes();
        if (!log.open().store().end(Publisher.PUBLISHED, published)) {
            return false;
        }
        logs.begin(new Log(old.number() + 1, next.key(), log.open().places(), first));
        waits = "";
        LOG.warn(
                "{} has ended at {} entries, and goes on as {}",
                old.key().name(),
                last.size(),
                next.key().name());
        return true;
    }

    /** Whether a quorum takes checkpoints under the key: asked with that of the log without an entry. */
    private static boolean known(Witnesses witnesses, KeyFile next) throws InterruptedException {
        String empty = new Checkpoint(next.key().name(), 0, Hashing.empty()).body();
        SignedNote asked = SignedNote.sign(empty, next.key(), next.secret());
        int know = 0;
        for (WitnessClient w : witnesses.clients()) {
            WitnessClient.Answer answer = w.add(0, List.of(), asked);
            know += answer instanceof WitnessClient.Answer.Failed ? 0 : 1;
        }
        return know >= witnesses.quorum();
    }

    private boolean waits(Order by, String why) {
        String now = by.event() + " orders another log, which waits: " + why;
        if (!now.equals(waits)) {
            waits = now;
            LOG.error("{}", now);
        }
        return false;
    }
}
