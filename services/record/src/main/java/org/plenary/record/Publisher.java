package org.plenary.record;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.plenary.kernel.relay.Lease;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.LogStore.Head;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.Proofs;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Brings sequenced entries under a signed checkpoint, at most about once a second. The order of safety: entries are
 * durable before their offsets are; then tiles; then the root, recomputed and checked against the last head; then the
 * head by compare-and-set; then the signature; then the published checkpoint by compare-and-set.
 */
final class Publisher implements SmartLifecycle {
    static final String HEAD = "head";
    static final String PUBLISHED = "published";
    static final Head EMPTY = new Head(0, Base64.getEncoder().encodeToString(Hashing.empty()));
    /** Entries of one step at most. */
    static final int BATCH_MAX = 4_096;

    private static final long PAUSE_MILLIS = 500;
    private static final long BETWEEN_CHECKPOINTS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final LogStore store;
    private final Lease lease;
    private final LogKey key;
    private final PrivateKey secret;
    private volatile boolean running;
    private long signedAt = System.nanoTime() - BETWEEN_CHECKPOINTS_NANOS;
    private Thread thread = Thread.ofPlatform().unstarted(() -> {});

    Publisher(LogStore store, Lease lease, LogKey key, PrivateKey secret) {
        this.store = store;
        this.lease = lease;
        this.key = key;
        this.secret = secret;
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
                if (lease.held()) {
                    step();
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
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
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    /** One step: integrates what is sequenced, and finishes publishing what a crash left unpublished. */
    void step() {
        Head head = store.head(HEAD, EMPTY);
        List<Entry> entries = store.from(head.size(), BATCH_MAX);
        if (!entries.isEmpty()) {
            head = integrate(head, entries);
        }
        Head published = store.head(PUBLISHED, new Head(-1, ""));
        boolean due = System.nanoTime() - signedAt >= BETWEEN_CHECKPOINTS_NANOS;
        if (published.size() < head.size() && due) {
            signedAt = System.nanoTime();
            Checkpoint checkpoint =
                    new Checkpoint(key.name(), head.size(), Base64.getDecoder().decode(head.value()));
            String note = SignedNote.sign(checkpoint.body(), key, secret).encoded();
            store.advance(PUBLISHED, published, new Head(head.size(), note));
        }
    }

    private Head integrate(Head head, List<Entry> entries) {
        List<byte[]> hashes = entries.stream().map(e -> Hashing.leaf(e.leaf())).toList();
        Map<TilePath, byte[]> written =
                new HashMap<>(Tree.grow(head.size(), hashes, p -> Objects.requireNonNull(store.tile(p), p.toString())));
        written.putAll(bundles(head.size(), entries));
        store.write(written);
        long size = head.size() + entries.size();
        Tree tree = new Tree(size, p -> Objects.requireNonNull(store.tile(p), p.toString()));
        byte[] root = tree.root();
        byte[] before = Base64.getDecoder().decode(head.value());
        if (!Proofs.consistent(head.size(), before, size, root, tree.consistency(head.size()))) {
            throw new IllegalStateException("a tree of " + size + " is not consistent with the head of " + head.size());
        }
        Head next = new Head(size, Base64.getEncoder().encodeToString(root));
        if (!store.advance(HEAD, head, next)) {
            throw new IllegalStateException("another publisher moved the head beyond " + head.size());
        }
        return next;
    }

    /** The entry bundles that these entries complete or begin, each whole. */
    private Map<TilePath, byte[]> bundles(long from, List<Entry> entries) {
        Map<Long, List<byte[]>> byTile = new TreeMap<>();
        long tile = from / TilePath.FULL;
        int kept = (int) (from % TilePath.FULL);
        if (kept > 0) {
            byte[] begun = Objects.requireNonNull(store.tile(TilePath.entries(tile, kept)));
            byTile.put(tile, new ArrayList<>(EntryBundle.decode(begun)));
        }
        for (Entry e : entries) {
            byTile.computeIfAbsent(e.index() / TilePath.FULL, t -> new ArrayList<>())
                    .add(e.leaf());
        }
        Map<TilePath, byte[]> bundles = new HashMap<>();
        byTile.forEach((t, leaves) -> bundles.put(TilePath.entries(t, leaves.size()), EntryBundle.encode(leaves)));
        return bundles;
    }

    /** The published checkpoint; of the empty log before anything is published. */
    String checkpoint() {
        Head published = store.head(PUBLISHED, new Head(-1, ""));
        return published.size() >= 0
                ? published.value()
                : SignedNote.sign(new Checkpoint(key.name(), 0, Hashing.empty()).body(), key, secret)
                        .encoded();
    }

    long publishedSize() {
        return Math.max(0, store.head(PUBLISHED, new Head(-1, "")).size());
    }

    String vkey() {
        return key.vkey();
    }

    byte[] checkpointBytes() {
        return checkpoint().getBytes(StandardCharsets.UTF_8);
    }
}
