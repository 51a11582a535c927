package org.plenary.record;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plenary.kernel.json.Json;
import org.plenary.record.EventReading.Seen;
import org.plenary.record.EventReading.Verdict;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.Logs.Open;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.ProofBundle.FileClaim;
import org.plenary.tlog.ProofBundle.Opening;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.TlogProof;
import org.plenary.tlog.Tree;
import tools.jackson.databind.node.ObjectNode;

/** Makes proof bundles of single events: {@code contracts/record/proof.md}. */
final class Proving {
    /** Tiles held for the proofs of one request, of at most 8 KiB each. */
    static final int TILES_HELD_MAX = 512;

    private final Logs logs;
    private final Publisher publisher;

    Proving(Logs logs, Publisher publisher) {
        this.logs = logs;
        this.publisher = publisher;
    }

    /**
     * The checkpoint that all proofs of one answer lead to.
     *
     * @param open the log that it is of; events of logs that have ended are proved by those logs' last checkpoints
     * @param note the signed checkpoint, verbatim
     * @param held tiles that were read for a proof of this answer, the last {@link #TILES_HELD_MAX}
     * @param ended the same of logs that have ended, as they were needed
     */
    record Under(Open open, String note, Checkpoint head, Map<TilePath, byte[]> held, Map<Integer, Under> ended) {
        boolean has(Entry entry) {
            return entry.place() < places();
        }

        /** The place after the last entry under it. */
        long places() {
            return open.log().place(head.size());
        }

        String policy() {
            return open.policy().text();
        }

        String vkey() {
            return open.log().key().vkey();
        }
    }

    /** The newest one that is published. */
    Under newest() {
        SignedNote note = publisher.checkpoint();
        String origin = Checkpoint.parse(note.text()).origin();
        return under(logs.named(origin), note);
    }

    private static Under under(Open open, SignedNote note) {
        Map<TilePath, byte[]> held = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<TilePath, byte[]> eldest) {
                return size() > TILES_HELD_MAX;
            }
        };
        return new Under(open, note.encoded(), Checkpoint.parse(note.text()), held, new HashMap<>());
    }

    /** A tree for each proof, since a tree keeps every tile that it has read. */
    private static List<byte[]> inclusion(Under under, long index) {
        long size = under.head().size();
        Set<TilePath> needed = Tree.inclusionTiles(index, size);
        Set<TilePath> missing = new HashSet<>(needed);
        missing.removeAll(under.held().keySet());
        if (!missing.isEmpty()) {
            under.held().putAll(under.open().store().tiles(missing));
        }
        return new Tree(size, p -> tile(under, p)).inclusion(index);
    }

    private static byte[] tile(Under under, TilePath path) {
        byte[] held = under.held().get(path);
        return held == null ? Objects.requireNonNull(under.open().store().tile(path), path.toString()) : held;
    }

    /** Where an entry stands in its log. */
    long index(Entry entry) {
        return logs.index(entry.place());
    }

    /** The bundle of an event as its reader may see it. */
    ProofBundle bundle(Under newest, Entry entry, Seen seen, Optional<FileClaim> file) {
        Open open = logs.of(entry.place());
        return bundle(
                last(newest, open),
                entry.leaf(),
                open.log().index(entry.place()),
                seen.opening()
                        .map(o -> new Opening(Objects.requireNonNull(o.salt()), Objects.requireNonNull(o.rest()))),
                file);
    }

    /**
     * The bundles of the first entries by which the logs go on, each where the one before ended: from that of the newest
     * checkpoint back to the one after the log of this entry, by their numbers. A log of which nothing was published ends
     * the row, since nothing proves its first entry.
     */
    SortedMap<Integer, ProofBundle> beginnings(Under newest, Entry after) {
        SortedMap<Integer, ProofBundle> beginnings = new TreeMap<>();
        int oldest = logs.of(after.place()).log().number();
        for (int n = newest.open().log().number(); n > oldest; n--) {
            Open open = logs.numbered(n).orElseThrow();
            byte[] first = open.log().first();
            if (first == null || open.published().size() <= 0) {
                break;
            }
            Under under = last(newest, open);
            if (under.head().size() == 0) {
                break;
            }
            beginnings.put(n, bundle(under, first, 0, Optional.empty(), Optional.empty()));
        }
        return beginnings;
    }

    /** The checkpoint by which entries of a log are proved: the newest, or the log's last where it ended before. */
    private static Under last(Under newest, Open open) {
        int number = open.log().number();
        return number == newest.open().log().number()
                ? newest
                : newest.ended()
                        .computeIfAbsent(
                                number, n -> under(open, open.checkpoint().orElseThrow()));
    }

    private static ProofBundle bundle(
            Under under, byte[] leaf, long index, Optional<Opening> opening, Optional<FileClaim> file) {
        TlogProof proof = new TlogProof(index, inclusion(under, index), under.note());
        return new ProofBundle(
                new String(leaf, StandardCharsets.UTF_8), opening, proof.encoded(), under.policy(), file);
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
