package org.plenary.record;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.plenary.kernel.json.Json;
import org.plenary.record.EventReading.Seen;
import org.plenary.record.EventReading.Verdict;
import org.plenary.record.LogStore.Entry;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.ProofBundle.FileClaim;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.TlogProof;
import org.plenary.tlog.Tree;
import tools.jackson.databind.node.ObjectNode;

/** Makes proof bundles of single events: {@code contracts/record/proof.md}. */
final class Proving {
    /** Tiles held for the proofs of one request, of at most 8 KiB each. */
    static final int TILES_HELD_MAX = 512;

    private final LogStore store;
    private final Publisher publisher;
    private final LogPolicy policy;

    Proving(LogStore store, Publisher publisher, LogPolicy policy) {
        this.store = store;
        this.publisher = publisher;
        this.policy = policy;
    }

    /**
     * The checkpoint that all proofs of one answer lead to.
     *
     * @param note the signed checkpoint, verbatim
     * @param policy C2SP tlog-policy
     * @param vkey the log's verifier key
     * @param held tiles that were read for a proof of this answer, the last {@link #TILES_HELD_MAX}
     */
    record Under(String note, Checkpoint head, String policy, String vkey, Map<TilePath, byte[]> held) {
        boolean has(Entry entry) {
            return entry.index() < head.size();
        }
    }

    /** The newest one that is published. */
    Under newest() {
        SignedNote note = publisher.checkpoint();
        Map<TilePath, byte[]> held = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<TilePath, byte[]> eldest) {
                return size() > TILES_HELD_MAX;
            }
        };
        return new Under(
                note.encoded(),
                Checkpoint.parse(note.text()),
                policy.text(),
                publisher.key().vkey(),
                held);
    }

    /** A tree for each proof, since a tree keeps every tile that it has read. */
    private List<byte[]> inclusion(Under under, long index) {
        long size = under.head().size();
        Set<TilePath> needed = Tree.inclusionTiles(index, size);
        Set<TilePath> missing = new HashSet<>(needed);
        missing.removeAll(under.held().keySet());
        if (!missing.isEmpty()) {
            under.held().putAll(store.tiles(missing));
        }
        return new Tree(size, p -> tile(under, p)).inclusion(index);
    }

    private byte[] tile(Under under, TilePath path) {
        byte[] held = under.held().get(path);
        return held == null ? Objects.requireNonNull(store.tile(path), path.toString()) : held;
    }

    /** The bundle of an event as its reader may see it. */
    ProofBundle bundle(Under under, Entry entry, Seen seen, Optional<FileClaim> file) {
        TlogProof proof = new TlogProof(entry.index(), inclusion(under, entry.index()), under.note());
        return new ProofBundle(
                new String(entry.leaf(), StandardCharsets.UTF_8),
                seen.opening()
                        .map(o -> new ProofBundle.Opening(
                                Objects.requireNonNull(o.salt()), Objects.requireNonNull(o.rest()))),
                proof.encoded(),
                under.policy(),
                file);
    }

    /** The bundle's text; without an opening it says why there is none. */
    String text(ProofBundle bundle, Verdict verdict) {
        if (verdict == Verdict.OPEN) {
            return bundle.encoded();
        }
        ObjectNode said = (ObjectNode) Json.tree(bundle.encoded());
        said.put("withheld", verdict.name().toLowerCase(Locale.ROOT));
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(said) + "\n";
    }
}
