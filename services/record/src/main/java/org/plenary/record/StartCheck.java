package org.plenary.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.plenary.record.LogStore.Head;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;

/**
 * Compares the log's own documents with each other and with what others saw of it: witnesses and the mirror. Whoever
 * saw more than this store's head has, and shows it under the log's own signature, proves that the store is an older one.
 */
final class StartCheck {
    /** What came of it. */
    sealed interface Finding {
        /** Nobody saw more, and what they saw is in the tree. */
        record Newest() implements Finding {}

        /** Too few were heard to say. */
        record Unheard(String who) implements Finding {}

        /** This store is behind: it has fewer entries. */
        record Behind(Optional<Checkpoint> newest, long size, String who, long has) implements Finding {}

        /** The log was signed with another content; no rebuilding mends that. */
        record Contradicted(String why) implements Finding {}
    }

    /** What somebody saw; a witness that shows no checkpoint only tells a size, or -1 where it knows nothing. */
    private record Seen(String who, Optional<Checkpoint> checkpoint, long size) {}

    private final TreeWriter tree;
    private final Witnesses witnesses;
    private final Optional<Mirror> mirror;
    private final LogKey key;

    StartCheck(TreeWriter tree, Witnesses witnesses, Optional<Mirror> mirror, LogKey key) {
        this.tree = tree;
        this.witnesses = witnesses;
        this.mirror = mirror;
        this.key = key;
    }

    /**
     * Asks everybody at once.
     *
     * @param published the log's published checkpoint, perhaps of the empty log
     */
    Finding look(SignedNote published) throws InterruptedException {
        List<Seen> seen = new ArrayList<>();
        seen.add(new Seen("its own published checkpoint", signed(published), -1));
        if (seen.getFirst().checkpoint().isEmpty()) {
            return new Finding.Contradicted("its published checkpoint is not signed by its key");
        }
        mirror.flatMap(Mirror::checkpoint)
                .flatMap(this::signed)
                .ifPresent(c -> seen.add(new Seen("the mirror", Optional.of(c), -1)));
        List<String> unheard = new ArrayList<>();
        int heard = ask(published, seen, unheard);
        // the head is read last: another instance may publish meanwhile
        return heard < witnesses.heardMin()
                ? new Finding.Unheard(String.join(", ", unheard))
                : judge(tree.head(), seen);
    }

    /** The newest checkpoint under the log's signature that anybody shows; empty where too few answer to say. */
    Optional<Checkpoint> newest(SignedNote published) throws InterruptedException {
        List<Seen> seen = new ArrayList<>();
        mirror.flatMap(Mirror::checkpoint)
                .flatMap(this::signed)
                .ifPresent(c -> seen.add(new Seen("the mirror", Optional.of(c), -1)));
        if (ask(published, seen, new ArrayList<>()) < witnesses.heardMin()) {
            return Optional.empty();
        }
        return Stream.concat(
                        Stream.of(Checkpoint.parse(published.text())),
                        seen.stream().flatMap(s -> s.checkpoint().stream()))
                .max(Comparator.comparingLong(Checkpoint::size));
    }

    private int ask(SignedNote published, List<Seen> seen, List<String> unheard) throws InterruptedException {
        int heard = 0;
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Seen>> asked = new ArrayList<>();
            witnesses.clients().forEach(w -> asked.add(() -> ask(w, published)));
            List<Future<Seen>> answers = each.invokeAll(asked);
            for (int i = 0; i < answers.size(); i++) {
                String name = witnesses.clients().get(i).name();
                try {
                    Seen answer = answers.get(i).get();
                    seen.add(answer);
                    witnesses.saw(
                            name, answer.checkpoint().map(Checkpoint::size).orElse(answer.size()));
                    heard++;
                } catch (ExecutionException e) {
                    unheard.add(name);
                }
            }
        }
        return heard;
    }

    /** A witness that shows no checkpoint is sent the published one again, to which it says what it holds. */
    private Seen ask(WitnessClient witness, SignedNote published) throws IOException, InterruptedException {
        String who = "the witness " + witness.name();
        Optional<Checkpoint> shown = witness.latest(key.name()).flatMap(this::signed);
        if (shown.isPresent()) {
            return new Seen(who, shown, -1);
        }
        long size = Checkpoint.parse(published.text()).size();
        return switch (witness.add(size, List.of(), published)) {
            case WitnessClient.Answer.Cosigned c -> new Seen(who, Optional.empty(), size);
            case WitnessClient.Answer.Holds h -> {
                if (h.size() == size && size > 0) { // the same size, and not the same tree
                    throw new IOException("it holds another tree of " + size + " entries");
                }
                yield new Seen(who, Optional.empty(), h.size());
            }
            case WitnessClient.Answer.Contradicts c -> throw new IOException(c.why());
            case WitnessClient.Answer.Failed f -> throw new IOException(f.why());
        };
    }

    /** What the note says, where this log signed it. */
    private Optional<Checkpoint> signed(SignedNote note) {
        try {
            Checkpoint c = Checkpoint.parse(note.text());
            return c.origin().equals(key.name()) && note.signedBy(key) ? Optional.of(c) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Finding judge(Head head, List<Seen> seen) {
        if (!sound(head)) {
            return new Finding.Contradicted("its tiles do not make the root of its head");
        }
        Optional<Checkpoint> newest = Optional.empty();
        long largest = head.size();
        String who = "";
        for (Seen s : seen) {
            Optional<Checkpoint> c = s.checkpoint();
            long size = c.map(Checkpoint::size).orElse(s.size());
            if (c.isPresent() && size <= head.size() && !tree.begins(head, c.get())) {
                return new Finding.Contradicted(
                        s.who() + " has another tree of " + size + " entries, and the log's signature on it");
            }
            if (c.isPresent() && size > newest.map(Checkpoint::size).orElse(head.size())) {
                newest = c;
            }
            if (size > largest) {
                largest = size;
                who = s.who();
            }
        }
        long entries = tree.entries(head);
        if (largest > head.size()) {
            return new Finding.Behind(newest, largest, who, entries);
        }
        // documents that were copied one after another while the log went on: the head is newer than its entries
        return entries < head.size()
                ? new Finding.Behind(
                        Optional.of(new Checkpoint(key.name(), head.size(), TreeWriter.root(head))),
                        head.size(),
                        "its own head",
                        entries)
                : new Finding.Newest();
    }

    private boolean sound(Head head) {
        try {
            return head.size() == 0 ? Arrays.equals(TreeWriter.root(head), Hashing.empty()) : tree.holds(head);
        } catch (IllegalStateException | NullPointerException e) {
            return false;
        }
    }
}
