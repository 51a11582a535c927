package org.plenary.kernel.redaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Loaded;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.StoredEvent;
import tools.jackson.databind.JsonNode;

/** The events of a service's own streams: where they belong, which bodies they name, and what those say. */
public final class RedactableEvents {
    /** Events of a stream that are looked through for the one that names a body at most. */
    public static final int LOOKED_THROUGH_MAX = 10_000;

    private static final int WORDS_OF_MAX = 100;
    /** Letters of a word that is looked for wherever it stands. */
    private static final int WORD_MIN = 4;
    /** Letters of a word that is looked for as a name: "Wu". */
    private static final int NAME_MIN = 2;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final EventStore store;
    private final Streams streams;
    private final Bodies bodies;
    private final Supplier<List<Aggregate<?, ?, ?, ?>>> aggregates;
    private final Reading reading;

    /** Whether a reader may read what belongs there and is of a collection, by the owner's row for its read. */
    @FunctionalInterface
    public interface Reading {
        /** True where the collection has no read of one thing: then its audience alone says. */
        boolean allowed(String collection, Standing reader, Scope scope);
    }

    /** Of one service. */
    public RedactableEvents(
            EventStore store,
            Streams streams,
            Bodies bodies,
            Supplier<List<Aggregate<?, ?, ?, ?>>> aggregates,
            Reading reading) {
        this.reading = reading;
        this.store = store;
        this.streams = streams;
        this.bodies = bodies;
        this.aggregates = aggregates;
    }

    /** Where the thing of this stream belongs now; empty where this service has no such stream. */
    Optional<Scope> scope(String stream) {
        return aggregate(stream).flatMap(a -> scope(a, stream));
    }

    private Optional<Aggregate<?, ?, ?, ?>> aggregate(String stream) {
        return aggregates.get().stream()
                .filter(a -> a.name().equals(Envelope.aggregate(stream)))
                .findFirst();
    }

    /**
     * Whether the reader may read the thing of this stream, by the owner's rows: as it stands or, where it is not here, as
     * it belonged.
     */
    boolean readable(String stream, Belonging belonged, Standing reader) {
        return aggregate(stream).map(a -> readable(a, stream, belonged, reader)).orElse(true);
    }

    private <S> boolean readable(Aggregate<?, S, ?, ?> aggregate, String stream, Belonging belonged, Standing reader) {
        Loaded<S> loaded = streams.load(aggregate, stream);
        if (loaded.version() == 0) {
            return reading.allowed(aggregate.collection(), reader, belonged.scope(""));
        }
        return reading.allowed(aggregate.collection(), reader, aggregate.scope(null, loaded.state()))
                && aggregate.readable(loaded.state(), reader);
    }

    private <S> Optional<Scope> scope(Aggregate<?, S, ?, ?> aggregate, String stream) {
        Loaded<S> loaded = streams.load(aggregate, stream);
        return loaded.version() == 0 ? Optional.empty() : Optional.of(aggregate.scope(null, loaded.state()));
    }

    /**
     * The id of the event.
     *
     * @param version of it, or null for the first one that names the body
     * @param content a body that it must name, or null
     */
    Optional<String> find(String stream, @Nullable Long version, @Nullable String content) {
        if (version != null) {
            return store.holding(stream, version)
                    .flatMap(c -> c.events().stream()
                            .filter(e -> e.version() == version && (content == null || names(e, content)))
                            .findFirst()
                            .map(StoredEvent::id));
        }
        if (content == null) {
            return Optional.empty();
        }
        Optional<Commit> next = store.find(Commit.idOf(stream, 1));
        while (next.isPresent() && next.get().version() <= LOOKED_THROUGH_MAX) {
            Commit c = next.get();
            for (StoredEvent e : c.events()) {
                if (names(e, content)) {
                    return Optional.of(e.id());
                }
            }
            next = store.find(Commit.idOf(stream, c.last() + 1));
        }
        return Optional.empty();
    }

    /** A body that an event names: in which of the event's members, and its id. */
    record Named(String event, String field, String content) {}

    /** In which of the event's members it names the body; empty where it does not. */
    Optional<String> field(String event, String content) {
        int at = event.indexOf('@');
        long version = Long.parseLong(event.substring(at + 1));
        List<Named> found = new ArrayList<>();
        store.holding(event.substring(0, at), version)
                .ifPresent(c -> c.events().stream()
                        .filter(e -> e.version() == version)
                        .forEach(e -> collect(e.id(), "", Json.tree(e.data()), found)));
        return found.stream()
                .filter(n -> n.content().equals(content))
                .findFirst()
                .map(Named::field);
    }

    /** The bodies that the stream's events name, in their order; of the first {@link #LOOKED_THROUGH_MAX}. */
    List<Named> named(String stream) {
        List<Named> found = new ArrayList<>();
        Optional<Commit> next = store.find(Commit.idOf(stream, 1));
        while (next.isPresent() && next.get().version() <= LOOKED_THROUGH_MAX) {
            Commit c = next.get();
            c.events().stream()
                    .filter(e -> e.data().contains("\"commitment\""))
                    .forEach(e -> collect(e.id(), "", Json.tree(e.data()), found));
            next = store.find(Commit.idOf(stream, c.last() + 1));
        }
        return found;
    }

    private static void collect(String event, String field, JsonNode node, List<Named> found) {
        if (node.path("body").isString() && node.has("commitment")) {
            found.add(new Named(event, field, node.path("body").asString()));
        }
        node.properties().forEach(p -> collect(event, p.getKey(), p.getValue(), found));
        if (node.isArray()) {
            node.forEach(child -> collect(event, field, child, found));
        }
    }

    private static boolean names(StoredEvent event, String content) {
        return event.data().contains(content) && names(Json.tree(event.data()), content);
    }

    /** As {@link Bodies.Reference} is written, wherever in the event it stands. */
    private static boolean names(JsonNode node, String content) {
        if (node.path("body").asString("").equals(content) && node.has("commitment")) {
            return true;
        }
        for (JsonNode child : node) {
            if (names(child, content)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the reason has what the body says in it or, where that is short as a name is, a word of it. */
    boolean tells(String reason, @Nullable String content) {
        return content != null && told(reason, bodies.text(content).orElse(""));
    }

    /** The same, of the body's text. */
    static boolean told(String reason, String body) {
        String text = body.strip();
        String told = lower(reason);
        if (text.isEmpty()) {
            return false;
        }
        Set<String> words = new HashSet<>();
        Set<String> names = new HashSet<>();
        BETWEEN_WORDS.splitAsStream(reason).forEach(w -> (asName(w) ? names : words).add(lower(w)));
        String whole = lower(text);
        if (anywhere(text) ? told.contains(whole) : words.contains(whole) || names.contains(whole)) {
            return true;
        }
        return text.length() <= WORDS_OF_MAX
                && BETWEEN_WORDS
                        .splitAsStream(text)
                        .anyMatch(w -> anywhere(w) ? told.contains(lower(w)) : asName(w) && names.contains(lower(w)));
    }

    /** Also within another word: "al" is in "personal", but scripts without spaces show no words. */
    private static boolean anywhere(String word) {
        return word.length() >= WORD_MIN || word.codePoints().anyMatch(Character::isIdeographic);
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** Short words are looked for only where both write them as names are written, since "of" is in every reason. */
    private static boolean asName(String word) {
        return word.length() >= NAME_MIN && !Character.isLowerCase(word.codePointAt(0));
    }
}
