package org.plenary.infra.verifier.log;

import java.util.Arrays;
import java.util.Optional;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.OriginLeaf;
import org.plenary.tlog.SignedNote;

/** The first entry of a log that continues another: where it stands, what it says of its own log, and of the other. */
public final class Beginning {
    private static final String FIRST = "first-entry";
    private static final String OLD = "checkpoint-of-the-old-log";

    /** How the checkpoint that it names stands to what was followed of the old log. */
    public enum Standing {
        /** It is the very one. */
        SAME("same"),
        /** It has more entries than were followed, so nothing shows that it continues them. */
        BEYOND("not-verified");

        private final String slug;

        Standing(String slug) {
            this.slug = slug;
        }

        /** For programs. */
        String slug() {
            return slug;
        }
    }

    private Beginning() {}

    /** Throws NotVerified where it is not the log's first entry, or speaks of another log than the one that signed. */
    public static void requireInPlace(OriginLeaf leaf, long at, Head head, Keys keys) {
        if (at != 0) {
            throw new NotVerified(
                            Fault.ORIGIN_WITHIN,
                            "as entry " + at + " an event, or what could not be read as one",
                            "the beginning of the log " + leaf.origin())
                    .with("entry-" + at, leaf.bytes());
        }
        if (!leaf.origin().equals(head.checkpoint().origin()) || !signed(leaf.key(), head, keys)) {
            throw new NotVerified(
                            Fault.ORIGIN_OTHER,
                            "as entry 0 the beginning of the log "
                                    + head.checkpoint().origin() + ", with the key by which it signed",
                            "that of " + leaf.origin() + " with the key " + leaf.vkey())
                    .with(FIRST, leaf.bytes())
                    .with("checkpoint-shown-now", head.note());
        }
    }

    /** Whether this key is one of those that count, and signed. */
    private static boolean signed(LogKey key, Head head, Keys keys) {
        return keys.has(key) && SignedNote.parse(head.note()).signedBy(key);
    }

    /**
     * Compares the checkpoint from which a log goes on with what was followed of the old log; throws NotVerified where
     * the two contradict each other.
     *
     * @param old the newest checkpoint that was seen of the old log
     * @param keys by which it counted
     */
    static Standing standing(Followed next, Head old, Keys keys) {
        OriginLeaf leaf = next.origin()
                .orElseThrow(() -> new NotVerified(
                                Fault.CONTINUES_NONE,
                                "as entry 0 of " + next.head().checkpoint().origin() + " the beginning of a log that"
                                        + " continues " + old.checkpoint().origin(),
                                next.head().checkpoint().size() == 0 ? "no entry yet" : "another entry")
                        .with("checkpoint-shown-now", next.head().note())
                        .with(OLD, old.note()));
        return standing(leaf, old, keys);
    }

    /**
     * Compares the checkpoint from which a log goes on with one of the old log; throws NotVerified where the two contradict
     * each other.
     *
     * @param leaf the first entry of the log that goes on
     * @param old the newest checkpoint that is known of the old log
     * @param keys by which it counted
     */
    public static Standing standing(OriginLeaf leaf, Head old, Keys keys) {
        OriginLeaf.Previous named = leaf.previous();
        Checkpoint seen = old.checkpoint();
        if (!named.origin().equals(seen.origin()) || !signed(named.key(), old, keys)) {
            String known = String.join(
                    " or ",
                    keys.policy().logs().stream()
                            .map(log -> log.key())
                            .filter(key -> key.name().equals(seen.origin()))
                            .map(LogKey::vkey)
                            .toList());
            throw contradicts(
                    Fault.CONTINUES_OTHER,
                    seen.origin() + " with the key " + known,
                    named.origin() + " with the key " + named.vkey(),
                    leaf,
                    old);
        }
        if (named.size() == seen.size()) {
            if (Arrays.equals(named.root(), seen.root())) {
                return Standing.SAME;
            }
            throw contradicts(Fault.CONTINUES_FORK, words(seen), words(named.checkpoint()), leaf, old);
        }
        if (named.size() < seen.size()) {
            throw contradicts(
                    Fault.CONTINUES_SHORTER, words(seen) + " or more after it", words(named.checkpoint()), leaf, old);
        }
        return Standing.BEYOND;
    }

    /**
     * Throws NotVerified where a stream does not go on where it ended in the old log.
     *
     * @param old the newest checkpoint of the old log, from which this one goes on; empty where only the versions were
     *     kept
     * @param versions of the old log's streams there
     */
    static void requireGoesOn(Followed next, Optional<Head> old, StreamVersions versions) {
        OriginLeaf leaf = next.origin().orElseThrow();
        boolean lost = leaf.kept() < leaf.previous().size();
        next.versions().breakAfter(versions, lost).ifPresent(b -> {
            Optional<Entry> entry = entry(next, b);
            NotVerified broken = new NotVerified(
                            Fault.CONTINUES_BROKEN,
                            "as entry " + b.entry() + " the event number " + (b.last() + 1) + " of "
                                    + entry.flatMap(Entry::event)
                                            .map(Entry.Event::stream)
                                            .orElse("a thing")
                                    + ", "
                                    + (b.last() == 0
                                            ? "which has none in the old log"
                                            : "whose last one in the old log has the number " + b.last()),
                            "its number " + b.found())
                    .with(FIRST, leaf.bytes())
                    .with("checkpoint-shown-now", next.head().note());
            old.ifPresent(o -> broken.with(OLD, o.note()));
            throw entry.map(e -> broken.with("entry-" + b.entry(), e.text())).orElse(broken);
        });
    }

    /** The entry, which is fetched once more; empty where it cannot be had or another one is shown now. */
    private static Optional<Entry> entry(Followed log, StreamVersions.Break b) {
        try {
            byte[] bytes = new Tiles(log.source())
                    .entry(b.entry(), log.head().checkpoint().size());
            return Optional.of(Entry.read(bytes))
                    .filter(e -> e.event()
                            .filter(event -> log.versions().begins(event.stream(), event.version(), b.entry()))
                            .isPresent());
        } catch (NotVerified away) {
            return Optional.empty();
        }
    }

    private static NotVerified contradicts(Fault fault, String expected, String found, OriginLeaf leaf, Head old) {
        return new NotVerified(fault, "as the end of the old log " + expected, found)
                .with(FIRST, leaf.bytes())
                .with(OLD, old.note());
    }

    private static String words(Checkpoint c) {
        return c.size() + " entries with the root " + AuthenticTree.hex(c.root());
    }
}
