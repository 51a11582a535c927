package org.plenary.infra.verifier.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.Progress;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.WitnessPolicy;

/** Follows a log from what was kept of it: fetches what is new, verifies it, and keeps the new checkpoint. */
public final class Follow {
    /** Bytes of a signed checkpoint at most. */
    private static final int CHECKPOINT_BYTES_MAX = SignedNote.CHARS_MAX;

    private static final int VKEY_BYTES_MAX = 4_096;

    /**
     * How to follow.
     *
     * @param policy the user's own keys
     * @param state where what was seen is kept; without it this run stands alone
     * @param keep where a copy is kept
     * @param staleAfter a checkpoint that no witness signed for longer is remarked on
     * @param again whether to look at all entries again
     */
    public record Options(
            Optional<Keys> policy, Optional<Path> state, Optional<Path> keep, Duration staleAfter, boolean again) {}

    private final LogSource source;
    private final Options options;
    private final InstantSource clock;
    private final Progress progress;
    private final List<String> remarks = new ArrayList<>();

    public Follow(LogSource source, Options options, InstantSource clock, Progress progress) {
        this.source = source;
        this.options = options;
        this.clock = clock;
        this.progress = progress;
    }

    /** The keys that an earlier run kept in a folder; empty where there are none. */
    public static Optional<Keys> keptIn(Path state) {
        try (State kept = new State(Optional.of(state))) {
            return kept.keys();
        }
    }

    /** Throws NotVerified at the first thing that does not hold. */
    public Followed run() {
        try (State state = new State(options.state())) {
            return run(state, new Mirror(options.keep()));
        }
    }

    private Followed run(State state, Mirror mirror) {
        Keys keys = keys(state);
        byte[] note = source.read("checkpoint", CHECKPOINT_BYTES_MAX)
                .orElseThrow(() -> new NotVerified(
                        Fault.MISSING_PART, "a checkpoint at " + source.address() + "checkpoint", "nothing there"));
        Head head = Head.judge(note, keys);
        try {
            return run(state, mirror, keys, head, note);
        } catch (NotVerified e) {
            throw e.with("checkpoint-shown-now", note).with("policy", keys.text());
        }
    }

    private Followed run(State state, Mirror mirror, Keys keys, Head head, byte[] note) {
        Optional<Head> before = state.head();
        Optional<Head> copied = mirror.head(keys);
        before.ifPresent(b -> requireNotBefore(b.checkpoint(), b.note(), head));
        copied.ifPresent(c -> requireNotBefore(c.checkpoint(), c.note(), head));

        Tiles tiles = new Tiles(source);
        AuthenticTree tree = new AuthenticTree(head.checkpoint(), tiles);
        before.ifPresent(b -> requireBegins(tree, b.checkpoint(), b.note(), head));
        copied.ifPresent(c -> requireBegins(tree, c.checkpoint(), c.note(), head));
        tree.copyTo(mirror);
        if (options.again()) {
            state.lookAgain();
        }
        state.save(keys, head, state.verified());

        long from = mirror.keeps()
                ? Math.min(
                        state.verified(), copied.map(c -> c.checkpoint().size()).orElse(0L))
                : state.verified();
        if (options.again()) {
            from = 0;
        }
        long size = head.checkpoint().size();
        long bundles = new Walk(size, tree, tiles, mirror, state, progress)
                .run(from, state.verified(), looked -> state.save(keys, head, looked));
        state.save(keys, head, size);
        mirror.keep("policy", keys.text().getBytes(StandardCharsets.UTF_8));
        mirror.keep("checkpoint", note);
        remark(state, keys, head);
        Followed followed = new Followed(
                source,
                head,
                keys,
                before,
                from,
                tree.tilesRead() + bundles,
                bundles,
                state.versions(),
                state.origin(),
                state.ended(),
                Successor.read(source),
                remarks);
        state.ended().ifPresent(old -> Beginning.requireGoesOn(followed, Optional.empty(), old));
        return followed;
    }

    /** Keeps the versions of the log before, beside what is kept of the log that continues it. */
    public static void keep(Path state, StreamVersions ended) {
        try (State kept = new State(Optional.of(state))) {
            kept.keepEnded(ended);
        }
    }

    private Keys keys(State state) {
        Optional<Keys> kept = state.keys();
        if (options.policy().isPresent()) {
            Keys given = options.policy().get();
            if (!servesSame(given)) {
                remarks.add(
                        "The log itself does not name the keys and the quorum of the policy you gave; yours counted.");
            }
            return given;
        }
        if (kept.isPresent()) {
            Keys old = kept.get();
            served().filter(s -> !old.covers(s)).ifPresent(s -> {
                throw new NotVerified(Fault.KEYS_CHANGED, "the keys kept here\n" + old.plain(), "now\n" + s.plain())
                        .with("policy-kept-here", old.text())
                        .with("policy-shown-now", s.text());
            });
            return old;
        }
        return served().or(this::keyAlone)
                .orElseThrow(() -> new NotVerified(
                        Fault.MISSING_PART, "the keys at " + source.address() + "policy", "nothing there"));
    }

    private boolean servesSame(Keys given) {
        try {
            return served().filter(s -> !given.covers(s)).isEmpty();
        } catch (NotVerified e) {
            return false;
        }
    }

    private Optional<Keys> served() {
        return source.read("policy", WitnessPolicy.CHARS_MAX).map(bytes -> Keys.parse(bytes, Keys.Source.LOG));
    }

    /** A log without witnesses may publish no more than its key. */
    private Optional<Keys> keyAlone() {
        return source.read("vkey", VKEY_BYTES_MAX).map(bytes -> {
            String vkey = new String(bytes, StandardCharsets.UTF_8).strip();
            try {
                WitnessPolicy.Log log = new WitnessPolicy.Log(LogKey.parse(vkey), "");
                String text = WitnessPolicy.of(log, Map.of(), 0).encoded();
                return Keys.parse(text.getBytes(StandardCharsets.UTF_8), Keys.Source.LOG);
            } catch (IllegalArgumentException e) {
                throw new NotVerified(Fault.BAD_POLICY, "a verifier key", String.valueOf(e.getMessage()))
                        .with("vkey", bytes);
            }
        });
    }

    private static void requireNotBefore(Checkpoint earlier, String earlierNote, Head now) {
        Checkpoint head = now.checkpoint();
        boolean sameLog = earlier.origin().equals(head.origin());
        Fault fault = !sameLog ? Fault.OTHER_LOG : earlier.size() > head.size() ? Fault.ROLLBACK : Fault.FORK;
        if (!sameLog || earlier.size() > head.size() || forked(earlier, head)) {
            throw two(new NotVerified(fault, words(earlier) + " or more after it", words(head)), earlierNote, now);
        }
    }

    private static boolean forked(Checkpoint earlier, Checkpoint now) {
        return earlier.size() == now.size() && !Arrays.equals(earlier.root(), now.root());
    }

    private static void requireBegins(AuthenticTree tree, Checkpoint earlier, String earlierNote, Head now) {
        try {
            tree.requireBegins(earlier);
        } catch (NotVerified e) {
            throw e.fault() == Fault.INCONSISTENT ? two(e, earlierNote, now) : e;
        }
    }

    private static NotVerified two(NotVerified fault, String earlierNote, Head now) {
        return fault.with("checkpoint-kept-here", earlierNote).with("checkpoint-shown-now", now.note());
    }

    private static String words(Checkpoint c) {
        return c.origin() + " with " + c.size() + " entries and the root " + AuthenticTree.hex(c.root());
    }

    private void remark(State state, Keys keys, Head head) {
        if (keys.source() == Keys.Source.LOG) {
            remarks.add("The keys came from the log itself, which a false log would do too. Compare them with those the"
                    + " co-chairs' offices give out, or give theirs with --policy FILE."
                    + (options.state().isPresent()
                            ? " From now on these are kept, and a change of them is refused."
                            : ""));
        }
        remarks.addAll(head.remarks(keys, clock.instant(), options.staleAfter()));
        long unchecked = state.versions().unchecked();
        if (unchecked > 0) {
            remarks.add("The record has events of more than " + StreamVersions.STREAMS_MAX + " things. Of " + unchecked
                    + " events of further ones the bytes were verified, but not the order of their numbers.");
        }
    }
}
