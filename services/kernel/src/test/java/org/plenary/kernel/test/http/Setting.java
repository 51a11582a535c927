package org.plenary.kernel.test.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.decide.Internal;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.kernel.test.http.Corpus.History;
import org.plenary.kernel.view.OwnViews;
import org.plenary.kernel.view.View;
import tools.jackson.databind.JsonNode;

/** A running service with people of every role and things in every state; what others would have told it, it knows. */
final class Setting implements AutoCloseable {
    /** The forum whose lists are read. */
    static final String FORUM = "forum-0b9a7f0e-1c2d-5e3f-8a4b-5c6d7e8f9a0b";

    private static final int MADE_AT_ONCE = 25;

    private final RunningService running;
    private final Contract contract;
    private final Cast cast;
    private final Map<String, List<Thing>> things = new TreeMap<>();
    private final Map<String, Class<?>> commands = new TreeMap<>();
    private final Map<String, Aggregate<?, ?, ?, ?>> owners = new TreeMap<>();
    private final Map<String, List<String>> foreign = new TreeMap<>();
    private final Map<Thing, Document> templates = new ConcurrentHashMap<>();
    private final Map<Thing, Queue<String>> spare = new ConcurrentHashMap<>();
    private final Map<Thing, String> standing = new ConcurrentHashMap<>();

    /** Starts the service and puts everything in place. */
    Setting(Class<?> application, String service) {
        List<History> histories = Corpus.histories();
        Set<String> units =
                new TreeSet<>(Corpus.units(String.join("\n", Corpus.files().values())));
        JsonNode document = Contract.yaml("/contracts/openapi/" + service + ".yaml");
        units.addAll(Corpus.units(document.toString()));
        running = RunningService.start(application, service, Cast.operators(units));
        contract = running.bean(Contract.class);
        cast = new Cast(running);
        for (Aggregate<?, ?, ?, ?> a : running.aggregates()) {
            things.put(a.collection(), Thing.of(service, a, histories));
            for (Class<?> c : a.commands().getPermittedSubclasses()) {
                if (!Internal.class.isAssignableFrom(c)) {
                    commands.put(c.getSimpleName(), c);
                    owners.put(c.getSimpleName(), a);
                }
            }
        }
        hear(service, histories);
    }

    /** Fills the copies of other services' streams, as their events would. */
    private void hear(String service, List<History> histories) {
        for (Subscription s : running.bean(Feed.class).subscriptions().values()) {
            if (s.service().equals(service) || s.aggregate().equals(Subscription.ALL)) {
                continue;
            }
            Documents copy = running.bean(Documents.Space.class).of(s.collection());
            for (History h : histories) {
                String stream = h.events().getFirst().stream();
                if (h.service().equals(s.service())
                        && h.aggregate().equals(s.aggregate())
                        && copy.find(stream) == null) {
                    View view = new View(copy, s.fold());
                    h.events().forEach(view::apply);
                    foreign.computeIfAbsent(h.aggregate(), a -> new ArrayList<>())
                            .add(stream);
                }
            }
        }
    }

    RunningService running() {
        return running;
    }

    Contract contract() {
        return contract;
    }

    Cast cast() {
        return cast;
    }

    /** The things of a collection, by state. */
    List<Thing> things(String collection) {
        return things.getOrDefault(collection, List.of());
    }

    /** All collections that have things. */
    Set<String> collections() {
        return things.keySet();
    }

    /** The aggregate that takes the command of this name. */
    Aggregate<?, ?, ?, ?> owner(String operation) {
        return java.util.Objects.requireNonNull(owners.get(operation), operation);
    }

    /** The operations that are commands. */
    Set<String> commands() {
        return commands.keySet();
    }

    /** The command's record. */
    Class<?> command(String operation) {
        return java.util.Objects.requireNonNull(commands.get(operation), operation);
    }

    /** Streams that a reference of this kind may name: what the service heard of others, and its own. */
    List<String> streams(String aggregate) {
        List<String> all = new ArrayList<>(foreign.getOrDefault(aggregate, List.of()));
        things.values()
                .forEach(some -> some.stream()
                        .filter(t -> t.aggregate().name().equals(aggregate))
                        .forEach(t -> all.add(standing(t))));
        return all;
    }

    /** A stream in the thing's state that nobody is to change; the service's lists have it. */
    String standing(Thing thing) {
        return standing.computeIfAbsent(thing, t -> {
            String stream = fresh(t);
            running.bean(EventStore.class).find(Commit.idOf(stream, 1)).ifPresent(this::list);
            return stream;
        });
    }

    private void list(Commit commit) {
        Documents.Space space = running.bean(Documents.Space.class);
        running.context().getBeansOfType(OwnViews.Definition.class).values().stream()
                .filter(d -> commit.stream().startsWith(d.aggregate() + "-"))
                .forEach(d -> {
                    View view = new View(
                            space.of(d.collection()),
                            (before, event) -> unique(d.fold().fold(before, event), event.stream()));
                    commit.events().forEach(e -> view.apply(Envelope.of(running.name(), commit, e)));
                });
    }

    /** One thing in many states stands in its list once for each, which in a service it never does. */
    private static Document unique(Document listed, String stream) {
        String order = listed.getString("order");
        return order.contains(stream) ? listed : listed.append("order", order + "|" + stream);
    }

    /** All streams that nobody is to change, with their things. */
    Map<Thing, String> standing() {
        return Map.copyOf(standing);
    }

    /** A new stream in the thing's state. */
    String fresh(Thing thing) {
        Queue<String> ready = spare.computeIfAbsent(thing, t -> new ConcurrentLinkedQueue<>());
        String stream = ready.poll();
        while (stream == null) {
            make(thing, ready);
            stream = ready.poll();
        }
        return stream;
    }

    private void make(Thing thing, Queue<String> ready) {
        Document template = templates.computeIfAbsent(thing, this::template);
        String old = template.getString("stream");
        String json = template.toJson(
                JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build());
        List<Document> copies = new ArrayList<>();
        List<String> streams = new ArrayList<>();
        for (int i = 0; i < MADE_AT_ONCE; i++) {
            String stream = thing.aggregate().name() + "-" + UUID.randomUUID();
            copies.add(Document.parse(json.replace(old, stream)));
            streams.add(stream);
        }
        running.database().getCollection("commits").insertMany(copies);
        ready.addAll(streams);
    }

    /** The commit as the store keeps it once it was published. */
    private Document template(Thing thing) {
        String stream = thing.aggregate().name() + "-" + UUID.randomUUID();
        List<StoredEvent> events = thing.events().stream()
                .map(e -> new StoredEvent(
                        e.version(), stream + "@" + e.version(), e.type(), e.recordedAt(), e.validFrom(), e.data()))
                .toList();
        // Who may know of it is said by the release that runs, not by the one that wrote the corpus.
        Meta told = thing.events().getLast().meta();
        Meta meta = new Meta(
                told.receivedAt(),
                told.actor(),
                told.onBehalfOf(),
                told.forum(),
                thing.scope().audience(),
                told.correlation(),
                told.causation(),
                told.traceparent());
        Commit commit = new Commit(
                Commit.idOf(stream, 1), stream, 1, thing.version(), null, stream + "|seeded", "seeded", events, meta);
        running.bean(EventStore.class).append(commit);
        running.bean(EventStore.class).published(List.of(commit.id()));
        return java.util.Objects.requireNonNull(running.database()
                .getCollection("commits")
                .find(new Document("_id", commit.id()))
                .first());
    }

    @Override
    public void close() throws Exception {
        running.close();
    }
}
