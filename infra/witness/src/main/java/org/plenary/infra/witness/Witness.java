package org.plenary.infra.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.plenary.infra.witness.WitnessState.Held;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.Proofs;
import org.plenary.tlog.SignedNote;

/**
 * One witness: it cosigns a log's checkpoint where that is consistent with all it cosigned of the log before, and has
 * kept it before it answers. Statuses and their order are those of C2SP tlog-witness, "add-checkpoint", as of
 * <a href="https://github.com/C2SP/C2SP/blob/95978ca/tlog-witness.md">95978ca</a>.
 */
public final class Witness implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Witness.class.getName());

    /**
     * What is answered.
     *
     * @param status of HTTP
     * @param type media type of the body
     */
    record Answer(int status, String type, String body) {
        static final String TEXT = "text/plain; charset=utf-8";
        private static final String SIZE = "text/x.tlog.size";

        static Answer text(int status, String words) {
            return new Answer(status, TEXT, words + "\n");
        }
    }

    private final WitnessState state;
    private final WitnessSecret secret;
    private final KnownLogs logs;
    private final InstantSource clock;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    private Witness(WitnessState state, KnownLogs logs, InstantSource clock) {
        this.state = state;
        this.secret = state.secret();
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * Opens a witness on its key and its memory, and makes both at first use.
     *
     * @param key file that only its owner reads
     * @param memory folder that only this process uses
     * @param name the key's name where it is made now; one that is there keeps its own
     * @throws IllegalStateException in words for its operator, where it must not run
     */
    public static Witness open(Path key, Path memory, String name, KnownLogs logs, InstantSource clock) {
        try {
            return new Witness(WitnessState.open(memory, key, name), logs, clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the witness's key " + key + " or memory " + memory + " cannot be used", e);
        }
    }

    /** The verifier key of the key in a file. */
    public static String vkey(Path key) {
        try {
            return WitnessSecret.read(key).key().vkey();
        } catch (IOException e) {
            throw new UncheckedIOException("the witness's key " + key + " cannot be read", e);
        }
    }

    /** The verifier key that policies hold. */
    public String vkey() {
        return secret.key().vkey();
    }

    /** The key's name. */
    public String name() {
        return secret.key().name();
    }

    /** The newest checkpoint that it cosigned of the log with this hash of its origin, with the log's signatures too. */
    Optional<String> latest(String hash) {
        return state.held(hash).map(h -> h.note().encoded());
    }

    /** Judges what was sent; answers 200 with the cosignature once it is kept. */
    Answer add(byte[] body) {
        Submission sent;
        try {
            sent = Submission.parse(body);
        } catch (IllegalArgumentException e) {
            return Answer.text(400, String.valueOf(e.getMessage()));
        }
        List<LogKey> keys = logs.of(sent.head().origin());
        if (keys.isEmpty()) {
            return Answer.text(404, "This witness does not know the log.");
        }
        List<SignedNote.Line> signed = signed(sent.note(), keys);
        if (signed.isEmpty()) {
            return Answer.text(403, "No key of the log signed this, or one of its signatures is false.");
        }
        if (sent.old() > sent.head().size()) {
            return Answer.text(400, "The old size is beyond the checkpoint's.");
        }
        ReentrantLock lock = locks.computeIfAbsent(sent.head().origin(), o -> new ReentrantLock());
        lock.lock();
        try {
            return advance(sent, signed);
        } finally {
            lock.unlock();
        }
    }

    /** The signatures of the log's keys; none where one of them is false. Those of others are passed over. */
    private static List<SignedNote.Line> signed(SignedNote note, List<LogKey> keys) {
        List<SignedNote.Line> signed = new ArrayList<>();
        for (LogKey key : keys) {
            List<SignedNote.Line> own = note.signatures().stream()
                    .filter(l -> l.name().equals(key.name()) && Arrays.equals(l.id(), key.id()))
                    .toList();
            if (!own.isEmpty() && !note.signedBy(key)) {
                return List.of();
            }
            own.stream().limit(1).forEach(signed::add);
        }
        return signed;
    }

    /** Under the log's lock: what is checked is what is replaced. */
    private Answer advance(Submission sent, List<SignedNote.Line> signed) {
        Checkpoint head = sent.head();
        Optional<Held> before = state.held(WitnessState.hash(head.origin()));
        long size = before.map(h -> h.head().size()).orElse(0L);
        byte[] root = before.map(h -> h.head().root()).orElse(Hashing.empty());
        if (sent.old() != size) {
            return new Answer(409, Answer.SIZE, size + "\n");
        }
        if (!Proofs.consistent(size, root, head.size(), head.root(), sent.proof())) {
            before.filter(h -> h.head().size() == head.size() && !Arrays.equals(root, head.root()))
                    .ifPresent(h -> fork(h, sent.note()));
            return Answer.text(422, "The checkpoint is not shown to continue the one of " + size + " entries.");
        }
        Instant at =
                before.map(Held::at).filter(t -> t.isAfter(clock.instant())).orElseGet(clock::instant);
        SignedNote.Line own = secret.key().cosign(sent.note().text(), secret.secret(), at);
        List<SignedNote.Line> lines = new ArrayList<>(signed);
        lines.add(own);
        try {
            state.keep(new Held(head, new SignedNote(sent.note().text(), lines), at));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "nothing was cosigned, since it could not be kept: {0}", e.toString());
            return Answer.text(
                    503, "The witness cannot keep this now, so it does not cosign it. Please send it again.");
        }
        return Answer.text(200, own.encoded().stripTrailing());
    }

    /** Two roots for one size, both signed by the log: this is proof of it, and no one else may have seen both. */
    private void fork(Held one, SignedNote other) {
        LOG.log(
                System.Logger.Level.ERROR,
                "FORK: the log {0} signed two roots for {1} entries; both stand beside this witness''s memory",
                one.head().origin(),
                Long.toString(one.head().size()));
        try {
            state.keepFork(one, other);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the proof of the fork could not be kept: {0}", e.toString());
        }
    }

    @Override
    public void close() {
        try {
            state.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
