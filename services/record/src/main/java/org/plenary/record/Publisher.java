package org.plenary.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.relay.Lease;
import org.plenary.record.Ending.Order;
import org.plenary.record.LogStore.Head;
import org.plenary.record.StartCheck.Finding;
import org.plenary.tlog.Checkpoint;
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

    /** Between two looks for entries; a part of the two seconds in which an event is to be published. */
    private static final long PAUSE_MILLIS = 100;

    private static final long BETWEEN_CHECKPOINTS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final Logs logs;
    private final Lease lease;
    private final Optional<Mirror> mirror;
    private final LogGate gate;
    private Logs.Growing log;
    private TreeWriter tree;
    private volatile @Nullable Order order;
    private volatile boolean asked;
    private final Ending ending;
    private volatile boolean running;
    private volatile boolean compared;
    private volatile String alarm = "";
    /** Whether the lease was held at the last turn: who takes it over knows nothing of what was signed meanwhile. */
    private boolean holding;
    /** The alarm of an error that the last turn ended with; empty where it ended well. */
    private String stopped = "";
    /** Why this instance goes on no more until it is started again: what it signed itself is not in the store. */
    private String gone = "";

    private long signedAt = System.nanoTime() - BETWEEN_CHECKPOINTS_NANOS;
    private @Nullable SignedNote sent;
    private Thread thread = Thread.ofPlatform().unstarted(() -> {});

    Publisher(Logs logs, Lease lease, Optional<Mirror> mirror, LogGate gate) {
        this.logs = logs;
        this.lease = lease;
        this.mirror = mirror;
        this.gate = gate;
        this.log = logs.growing();
        this.tree = new TreeWriter(log.open().store());
        this.ending = new Ending(logs, mirror);
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
                turn();
                TimeUnit.MILLISECONDS.sleep(compared ? PAUSE_MILLIS : TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                running = false;
            } catch (Throwable e) { // a thread that ends says nothing to anybody
                LOG.error("the log was not published further", e);
                stopped = "an error keeps the log from going on, which is tried again each second: " + e;
                alarm(stopped);
                pause();
            }
        }
        lease.release();
    }

    /** One turn: compares where that is due, and takes a step where this instance publishes. */
    void turn() throws InterruptedException {
        boolean held = lease.held();
        if (held && !holding) {
            compared = false;
        }
        holding = held;
        if (log != logs.growing() || logs.lookAgain()) {
            begin();
        }
        if (!compared) {
            compare();
        }
        Order standing = order;
        if (standing != null && held && ends(standing)) {
            begin();
        } else if (compared && held) {
            step();
        }
        if (!stopped.isEmpty()) {
            if (alarm.equals(stopped)) {
                alarm("");
            }
            stopped = "";
        }
    }

    /** Goes on with the log that grows now, of which this instance has signed nothing yet. */
    private void begin() {
        log = logs.growing();
        tree = new TreeWriter(log.open().store());
        compared = false;
        sent = null;
        gone = "";
        order = null;
    }

    private boolean ends(Order by) throws InterruptedException {
        if (!by.log().equals(log.log().key().name())) {
            order = null;
            return false;
        }
        SignedNote mine = sent;
        long signed = mine == null ? 0 : Checkpoint.parse(mine.text()).size();
        return ending.carriedOut(log, tree, by, compared, signed);
    }

    /** Says that it was asked which order stands: until then a store may be of before a log ended. */
    void asked() {
        asked = true;
    }

    /** Takes an order to end the log and to begin the next one, which is carried out as soon as that can be. */
    void take(Order ordered) {
        order = ordered;
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
        if (!gone.isEmpty()) {
            refuse(gone);
            return;
        }
        if (!log.signs()) {
            refuse("the key file of " + log.log().key().name()
                    + " has another key than this log: put the log's own back," + " or begin a new log");
            return;
        }
        if (logs.awaitsOrder() && !asked) {
            refuse("it is not known yet whether another log was ordered, of which the key is here");
            return;
        }
        Finding finding =
                new StartCheck(tree, log.witnesses(), mirror(), log.log().key()).look(log.standing());
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

    /** A copy has each log below its own prefix, as the record serves it. */
    private Optional<Mirror> mirror() {
        return mirror.map(m -> m.below(log.log().prefix()));
    }

    private void behind(Finding.Behind b) {
        String fact =
                b.who() + " has seen " + b.size() + " entries, and this store has " + b.has() + ": it is an older copy";
        refuse(fact); // first of all: nobody is to take an index that is put back
        if (b.newest().filter(c -> c.size() >= b.size()).isEmpty() || !lease.held()) {
            return;
        }
        List<String> tried = new ArrayList<>();
        List<Mirror> sources = new ArrayList<>(List.of(Recovery.own(log.open().store())));
        mirror().ifPresent(sources::add);
        for (Mirror source : sources) {
            try {
                long put = new Recovery(log.open().store(), tree)
                        .rebuild(b.newest().get(), source);
                LOG.warn("{}; rebuilt up to there, {} entries without what opens them", fact, put);
                return; // and compared again
            } catch (RuntimeException e) { // a mirror is a stranger's
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
        if (log.open().ended()) {
            alarm("it has ended by order, and the next one has not begun yet");
            return;
        }
        Head published = log.open().published();
        addLate(published);
        if (System.nanoTime() - signedAt < BETWEEN_CHECKPOINTS_NANOS) {
            return;
        }
        if (log.witnesses().contradicted() || older(tree.head())) {
            compareAgain();
            if (!compared) {
                return;
            }
        }
        Head head = tree.grow();
        if (published.size() < head.size()) {
            signedAt = System.nanoTime();
            publish(head, log.open().published());
        }
    }

    /** Signs the head, has it witnessed, and publishes it where the quorum is there; else the old one stays. */
    void publish(Head head, Head published) throws InterruptedException {
        if (older(head)) {
            compareAgain();
            return;
        }
        Witnesses witnesses = log.witnesses();
        Checkpoint checkpoint = new Checkpoint(log.log().key().name(), head.size(), TreeWriter.root(head));
        SignedNote signed =
                SignedNote.sign(checkpoint.body(), log.key().key(), log.key().secret());
        sent = signed;
        List<SignedNote.Line> cosigned = witnesses.cosign(
                signed, checkpoint, old -> tree.tree(head.size()).consistency(old));
        if (cosigned.size() < witnesses.quorum()) {
            boolean refused = witnesses.contradicted();
            if (refused || witnesses.largest() > tree.head().size()) {
                compareAgain();
            }
            if (compared) {
                alarm("of " + witnesses.quorum() + " witnesses that must cosign too few do");
            }
            return;
        }
        if (log.open().store().advance(PUBLISHED, published, new Head(head.size(), with(signed, cosigned)))) {
            logs.published(log.open());
            alarm("");
        }
    }

    private void compareAgain() throws InterruptedException {
        compared = false;
        compare();
        if (compared && older(tree.head())) {
            gone =
                    "this instance signed more entries, or others, than its store now has, and no witness can tell which are"
                            + " right: put the newest store back, or start it again to go on from this one";
            refuse(gone);
        }
    }

    /** Whether the head is not of the log that this instance signed, or that a witness holds: the store was put back. */
    private boolean older(Head head) {
        SignedNote mine = sent;
        if (log.witnesses().largest() > head.size()) {
            return true;
        }
        if (mine == null) {
            return false;
        }
        Checkpoint signed = Checkpoint.parse(mine.text());
        return signed.size() > head.size() || !tree.begins(head, signed);
    }

    /** Cosignatures that came after the quorum had are added to the same checkpoint; none that stands is lost. */
    private void addLate(Head published) {
        SignedNote mine = sent;
        if (mine == null) {
            return;
        }
        List<SignedNote.Line> lines = log.witnesses().lines(mine.text());
        if (lines.isEmpty() || !published.value().startsWith(mine.encoded())) {
            return;
        }
        SignedNote standing = SignedNote.parse(published.value());
        List<SignedNote.Line> whole = new ArrayList<>(standing.signatures());
        lines.stream()
                .filter(l ->
                        standing.signatures().stream().noneMatch(s -> s.name().equals(l.name())))
                .forEach(whole::add);
        SignedNote next = new SignedNote(standing.text(), whole);
        long cosigned = log.witnesses().clients().stream()
                .filter(w -> w.key().cosigned(next).isPresent())
                .count();
        if (whole.size() > standing.signatures().size()
                && cosigned >= log.witnesses().quorum()
                && log.open().store().advance(PUBLISHED, published, new Head(published.size(), next.encoded()))) {
            logs.published(log.open());
        }
    }

    private static String with(SignedNote signed, List<SignedNote.Line> cosigned) {
        List<SignedNote.Line> lines = new ArrayList<>(signed.signatures());
        lines.addAll(cosigned);
        return new SignedNote(signed.text(), lines).encoded();
    }

    /** The published checkpoint; of the empty log before anything is published, once it is known that it is empty. */
    SignedNote checkpoint() {
        Logs.Growing now = logs.growing();
        if (!compared && now.open().published().size() < 0) {
            throw new Refused(
                    Refused.Kind.NOT_READY,
                    "The record has no checkpoint yet, and is not compared with its witnesses. Please try again.");
        }
        return now.standing();
    }

    /** Entries of the log that grows. */
    long publishedSize() {
        return Math.max(0, logs.growing().open().published().size());
    }

    /** What an operator must know; empty where all is as it should be. */
    String alarm() {
        return alarm;
    }

    /** Why an order to begin another log is not carried out; empty where there is none. */
    String orderWaits() {
        return ending.waits();
    }

    /** Whether nothing is signed until somebody acts, or is heard. */
    boolean refuses() {
        return !compared;
    }
}
