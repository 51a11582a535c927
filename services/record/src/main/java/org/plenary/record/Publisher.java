package org.plenary.record;

import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.relay.Lease;
import org.plenary.record.LogStore.Head;
import org.plenary.record.StartCheck.Finding;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Brings sequenced entries under a signed and witnessed checkpoint, at most one a second. The order of safety: entries
 * are durable before their offsets are; then tiles; then the head, by compare-and-set, once the root was computed again;
 * then the signature; then the witnesses' quorum; then the published checkpoint, by compare-and-set. Nothing of this
 * happens before the store was compared with what the witnesses saw, nor while it is behind that.
 */
class Publisher implements SmartLifecycle {
    static final String PUBLISHED = "published";
    private static final Head NONE = new Head(-1, "");
    /** Between two looks for entries; a part of the two seconds in which an event is to be published. */
    private static final long PAUSE_MILLIS = 100;

    private static final long BETWEEN_CHECKPOINTS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final LogStore store;
    private final TreeWriter tree;
    private final Lease lease;
    private final LogKey key;
    private final PrivateKey secret;
    private final Witnesses witnesses;
    private final Optional<Mirror> mirror;
    private final LogGate gate;
    private volatile boolean running;
    private volatile boolean compared;
    private volatile String alarm = "";
    private long signedAt = System.nanoTime() - BETWEEN_CHECKPOINTS_NANOS;
    private @Nullable SignedNote sent;
    private Thread thread = Thread.ofPlatform().unstarted(() -> {});

    Publisher(
            LogStore store, Lease lease, KeyFile keyFile, Witnesses witnesses, Optional<Mirror> mirror, LogGate gate) {
        this.store = store;
        this.tree = new TreeWriter(store);
        this.lease = lease;
        this.key = keyFile.key();
        this.secret = keyFile.secret();
        this.witnesses = witnesses;
        this.mirror = mirror;
        this.gate = gate;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("record-publisher").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                if (!compared) {
                    compare();
                }
                if (compared && lease.held()) {
                    step();
                }
                TimeUnit.MILLISECONDS.sleep(compared ? PAUSE_MILLIS : TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                running = false;
            } catch (RuntimeException e) {
                LOG.error("the log was not published further: {}", e.toString());
                pause();
            }
        }
        lease.release();
    }

    private void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    /** Compares the store with what others saw of the log, and mends it where it is behind and that can be. */
    void compare() throws InterruptedException {
        Finding finding = new StartCheck(tree, witnesses, mirror, key).look(checkpoint());
        switch (finding) {
            case Finding.Newest n -> {
                gate.open();
                compared = true;
                alarm("");
            }
            case Finding.Unheard u ->
                refuse("these witnesses do not answer, so it is not known whether the store is" + " the newest: "
                        + u.who());
            case Finding.Contradicted c -> refuse("the log must not be signed: " + c.why());
            case Finding.Behind b -> behind(b);
        }
    }

    private void behind(Finding.Behind b) {
        String fact = b.who() + " has seen " + b.size() + " entries, and this store has "
                + tree.head().size() + ": it is an older copy";
        if (b.newest().filter(c -> c.size() >= b.size()).isEmpty() || !lease.held()) {
            refuse(fact);
            return;
        }
        List<String> tried = new ArrayList<>();
        List<Mirror> sources = new ArrayList<>(List.of(Recovery.own(store)));
        mirror.ifPresent(sources::add);
        for (Mirror source : sources) {
            try {
                long put = new Recovery(store, tree).rebuild(b.newest().get(), source);
                LOG.warn("{}; rebuilt up to there, {} entries without what opens them", fact, put);
                return; // and compared again
            } catch (IllegalStateException e) {
                tried.add((source == sources.getFirst() ? "its own tiles: " : "the mirror: ") + e.getMessage());
            }
        }
        refuse(fact + ". It cannot be rebuilt. " + String.join("; ", tried));
    }

    private void refuse(String why) {
        compared = false;
        gate.close(why);
        alarm(why);
    }

    /** One line when something is amiss, and one when it is over. */
    private void alarm(String now) {
        if (!now.equals(alarm)) {
            alarm = now;
            if (now.isEmpty()) {
                LOG.info("the log is published again as it should be");
            } else {
                LOG.error("nothing new is published: {}", now);
            }
        }
    }

    /**
     * One step: integrates what is sequenced, and publishes what is not published yet. Not before a second has passed
     * since the last one: each step that adds anything writes the open tiles again.
     */
    void step() throws InterruptedException {
        Head published = store.head(PUBLISHED, NONE);
        addLate(published);
        if (System.nanoTime() - signedAt < BETWEEN_CHECKPOINTS_NANOS) {
            return;
        }
        Head head = tree.grow();
        if (published.size() < head.size()) {
            signedAt = System.nanoTime();
            publish(head, store.head(PUBLISHED, NONE));
        }
    }

    /** Signs the head, has it witnessed, and publishes it where the quorum is there; else the old one stays. */
    void publish(Head head, Head published) throws InterruptedException {
        Checkpoint checkpoint = new Checkpoint(key.name(), head.size(), TreeWriter.root(head));
        SignedNote signed = SignedNote.sign(checkpoint.body(), key, secret);
        sent = signed;
        List<SignedNote.Line> cosigned = witnesses.cosign(
                signed, checkpoint, old -> tree.tree(head.size()).consistency(old));
        if (cosigned.size() < witnesses.quorum()) {
            if (witnesses.largest() > tree.head().size()) {
                compare();
            }
            if (compared) {
                alarm("of " + witnesses.quorum() + " witnesses that must cosign too few do");
            }
            return;
        }
        if (store.advance(PUBLISHED, published, new Head(head.size(), with(signed, cosigned)))) {
            alarm("");
        }
    }

    /** Cosignatures that came after the quorum had are added to the same checkpoint. */
    private void addLate(Head published) {
        SignedNote mine = sent;
        if (mine == null) {
            return;
        }
        List<SignedNote.Line> lines = witnesses.lines(mine.text());
        String whole = with(mine, lines);
        if (published.value().startsWith(mine.encoded())
                && whole.length() > published.value().length()) {
            store.advance(PUBLISHED, published, new Head(published.size(), whole));
        }
    }

    private static String with(SignedNote signed, List<SignedNote.Line> cosigned) {
        List<SignedNote.Line> lines = new ArrayList<>(signed.signatures());
        lines.addAll(cosigned);
        return new SignedNote(signed.text(), lines).encoded();
    }

    /** The published checkpoint; of the empty log before anything is published. */
    SignedNote checkpoint() {
        Head published = store.head(PUBLISHED, NONE);
        return published.size() >= 0
                ? SignedNote.parse(published.value())
                : SignedNote.sign(new Checkpoint(key.name(), 0, Hashing.empty()).body(), key, secret);
    }

    long publishedSize() {
        return Math.max(0, store.head(PUBLISHED, NONE).size());
    }

    /** What an operator must know; empty where all is as it should be. */
    String alarm() {
        return alarm;
    }

    /** Whether nothing is signed until somebody acts, or is heard. */
    boolean refuses() {
        return !compared;
    }

    LogKey key() {
        return key;
    }
}
