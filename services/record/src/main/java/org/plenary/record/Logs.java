package org.plenary.record;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.plenary.kernel.command.Refused;
import org.plenary.record.LogStore.Head;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.SignedNote;

/**
 * The record's logs: the last one grows, the others have ended and are read for ever. Other instances may begin one, so
 * it is looked again which there are.
 */
final class Logs {
    /** Where a log stands that has published nothing. */
    static final Head NONE = new Head(-1, "");

    /**
     * A log with what it is read by.
     *
     * @param url where it is served; empty where that is not known
     */
    record Open(Log log, LogStore store, LogPolicy policy, String url) {
        Head published() {
            return store.head(Publisher.PUBLISHED, NONE);
        }

        /** The place after its last published entry. */
        long places() {
            return log.place(Math.max(0, published().size()));
        }

        /** Whether nothing is published of it any more. */
        boolean ended() {
            return store.ended(Publisher.PUBLISHED);
        }

        /** Its checkpoint; empty where nothing is published. */
        Optional<SignedNote> checkpoint() {
            Head published = published();
            return published.size() < 0 ? Optional.empty() : Optional.of(SignedNote.parse(published.value()));
        }
    }

    /** The log that grows, with what it is signed and cosigned by. */
    record Growing(Open open, KeyFile key, Witnesses witnesses) {
        Log log() {
            return open.log();
        }

        /** Whether the key file has the log's key, and not one that was made because the log's was lost. */
        boolean signs() {
            return key.key().vkey().equals(log().key().vkey());
        }

        /** Its published checkpoint, or one of the empty log. */
        SignedNote standing() {
            return open.checkpoint()
                    .orElseGet(() -> SignedNote.sign(
                            new Checkpoint(log().key().name(), 0, Hashing.empty()).body(), key.key(), key.secret()));
        }
    }

    /** All of them, and the last one: read and replaced together. */
    private record Known(List<Open> all, Growing growing) {}

    private final LogStore store;
    private final OriginStore begun;
    private final RecordSettings settings;
    private final Supplier<Witnesses> witnesses;
    private volatile Known known;

    /** @param witnesses makes those of one log, which know what they hold of that */
    Logs(LogStore store, OriginStore begun, RecordSettings settings, Supplier<Witnesses> witnesses) {
        this.store = store;
        this.begun = begun;
        this.settings = settings;
        this.witnesses = witnesses;
        List<Log> logs = begun.all();
        if (logs.isEmpty()) {
            KeyFile key = key(1, settings.origin());
            Log first = new Log(1, key.key(), 0, null);
            Head published = store.head(Publisher.PUBLISHED, NONE);
            // a log of before it was kept which there are, whose key file is lost, is not begun with another key
            if (published.size() < 0 || SignedNote.parse(published.value()).signedBy(key.key())) {
                begun.begin(first);
                logs = begun.all();
            } else {
                logs = List.of(first);
            }
        }
        this.known = take(logs);
    }

    private Known take(List<Log> logs) {
        List<Open> open = new ArrayList<>();
        for (Log log : logs) {
            LogStore own = log.number() == 1 ? store : store.of(log);
            String url = settings.url().isEmpty() ? "" : (settings.url() + "/" + log.prefix()).replaceAll("/$", "");
            LogPolicy policy = begun.policy(log.number())
                    .filter(kept -> log != logs.getLast())
                    .map(LogPolicy::new)
                    .orElseGet(() -> new LogPolicy(settings, log.key(), url));
            open.add(new Open(log, own, policy, url));
        }
        Open last = open.getLast();
        return new Known(
                List.copyOf(open),
                new Growing(last, key(last.log().number(), last.log().key().name()), witnesses.get()));
    }

    private KeyFile key(int number, String origin) {
        return KeyFile.openOrMake(file(number), origin);
    }

    private Path file(int number) {
        Path file = settings.keyFile();
        return number == 1 ? file : Path.of(file + "-" + number);
    }

    /** The key of the log that would come next, made where there is none yet. Lost before it is used, another is ordered. */
    KeyFile next() {
        int number = known.growing().log().number() + 1;
        String prefix = Log.prefix(number);
        String first = known.all().getFirst().log().key().name();
        return key(number, first + "/" + prefix.substring(0, prefix.length() - 1));
    }

    /** The same, where it was made. */
    Optional<KeyFile> prepared() {
        return Files.exists(file(known.growing().log().number() + 1)) ? Optional.of(next()) : Optional.empty();
    }

    /** Looks which logs there are; true where another one grows than before. */
    boolean lookAgain() {
        List<Log> logs = begun.all();
        if (logs.size() <= known.all().size()) {
            return false;
        }
        known = take(logs);
        return true;
    }

    /** Keeps by which policy the checkpoint of a log was cosigned that was published just now. */
    void published(Open open) {
        begun.cosigned(open.log().number(), open.policy().text());
    }

    /** Begins the log after the one that grows, where no other instance has begun it. */
    void begin(Log next) {
        Open ends = growing().open();
        if (ends.log().number() < next.number()) {
            begun.ends(ends.log().number(), ends.policy().text());
        }
        begun.begin(next);
        lookAgain();
    }

    /** Whether an order to begin the next log may stand: its key was made, and a forum decides. */
    boolean awaitsOrder() {
        return !settings.forum().isEmpty() && prepared().isPresent();
    }

    Growing growing() {
        return known.growing();
    }

    List<Open> all() {
        return known.all();
    }

    /** The log in which the entry of this place is. */
    Open of(long place) {
        Open found = all().getFirst();
        for (Open o : all()) {
            if (o.log().start() <= place) {
                found = o;
            }
        }
        return found;
    }

    /** The log of this name. */
    Open named(String origin) {
        return all().stream()
                .filter(o -> o.log().key().name().equals(origin))
                .findFirst()
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_READY, "Another log is begun. Please try again."));
    }

    /** The log of this number. */
    Optional<Open> numbered(int number) {
        return all().stream().filter(o -> o.log().number() == number).findFirst();
    }

    /** The place after the last entry of any log that is under a published checkpoint. */
    long publishedPlaces() {
        return growing().open().places();
    }

    /** Where the entry of this place stands in its log. */
    long index(long place) {
        return of(place).log().index(place);
    }
}
