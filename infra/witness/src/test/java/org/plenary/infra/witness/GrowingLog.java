package org.plenary.infra.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;

/** A log of numbered entries, each size of which can be asked for; from some entry on it may tell another history. */
final class GrowingLog {
    static final String ORIGIN = "example.org/log";

    private final KeyPair pair;
    private final LogKey key;
    private final Map<TilePath, byte[]> tiles = new HashMap<>();

    private GrowingLog(String origin, KeyPair pair) {
        this.pair = pair;
        this.key = LogKey.of(origin, pair.getPublic());
    }

    /** The first so many entries are the same in every such log. */
    static GrowingLog of(String origin, int size) {
        return new GrowingLog(origin, pair()).grown(size, size);
    }

    /** Another history of the same length, by the same key. */
    GrowingLog fork(int common, int size) {
        return new GrowingLog(key.name(), pair).grown(common, size);
    }

    /** The same history by another key of the same name. */
    GrowingLog stranger(int size) {
        return new GrowingLog(key.name(), pair()).grown(size, size);
    }

    private GrowingLog grown(int common, int size) {
        for (int i = 0; i < size; i++) {
            byte[] entry = ((i < common ? "entry " : "other ") + i).getBytes(UTF_8);
            tiles.putAll(Tree.grow(i, List.of(Hashing.leaf(entry)), this::tile));
        }
        return this;
    }

    private byte[] tile(TilePath path) {
        return Objects.requireNonNull(tiles.get(path), path.toString());
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    LogKey key() {
        return key;
    }

    byte[] root(long size) {
        return new Tree(size, this::tile).root();
    }

    SignedNote note(String body) {
        return SignedNote.sign(body, key, pair.getPrivate());
    }

    SignedNote note(long size) {
        return note(new Checkpoint(key.name(), size, root(size)).body());
    }

    String proof(long old, long size) {
        StringBuilder lines = new StringBuilder();
        if (old > 0 && old < size) {
            new Tree(size, this::tile)
                    .consistency(old)
                    .forEach(h ->
                            lines.append(Base64.getEncoder().encodeToString(h)).append('\n'));
        }
        return lines.toString();
    }

    /** What is sent to a witness that holds the old size. */
    String submission(long old, long size) {
        return submission(old, proof(old, size), note(size));
    }

    static String submission(long old, String proof, SignedNote note) {
        return "old " + old + "\n" + proof + "\n" + note.encoded();
    }
}
