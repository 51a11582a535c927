package org.plenary.kernel.view;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.StoredEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's views of its own streams. The relay applies each commit to them before it clears the commit's mark, so
 * a crash in between repeats it and loses nothing.
 */
public final class OwnViews {
    /** A view of the service's own streams of one aggregate, paged within a scope. */
    public record Definition(String aggregate, String name, Fold fold, String scope, String order) {
        /** Paged within the forum in the order of the field {@code order}, which the fold must set uniquely. */
        public static Definition of(String aggregate, String name, Fold fold) {
            return new Definition(aggregate, name, fold, "forum", "order");
        }

        /** The collection that holds it. */
        public String collection() {
            return "view." + name;
        }

        /** Makes its pages a walk along a unique index. */
        public void index(MongoDatabase database) {
            database.getCollection(collection())
                    .createIndex(Indexes.ascending(scope, order), new IndexOptions().unique(true));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(OwnViews.class);
    private final String service;
    private final EventStore store;
    private final Map<String, List<Definition>> definitions = new LinkedHashMap<>();
    private final Map<String, View> views = new LinkedHashMap<>();

    /** All views of the service. */
    public OwnViews(String service, Documents.Space space, EventStore store, List<Definition> all) {
        this.service = service;
        this.store = store;
        for (Definition d : all) {
            definitions.computeIfAbsent(d.aggregate(), a -> new ArrayList<>()).add(d);
            views.put(d.name(), new View(space.of(d.collection()), d.fold()));
        }
    }

    /** The view of this name. */
    public View view(String name) {
        View found = views.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no view " + name);
        }
        return found;
    }

    /** Applies a commit that is published. */
    public void apply(Commit commit) {
        String aggregate = commit.stream().substring(0, commit.stream().indexOf('-'));
        for (Definition d : definitions.getOrDefault(aggregate, List.of())) {
            for (StoredEvent e : commit.events()) {
                View view = view(d.name());
                View.Effect effect = view.apply(Envelope.of(service, commit, e));
                if (effect == View.Effect.GAP || effect == View.Effect.CONTRADICTION) {
                    LOG.error("view {}: {} at {}; made again from the stream's commits", d.name(), effect, e.id());
                    again(view, commit);
                }
            }
        }
    }

    /** The commits are what happened: a document that is behind them or contradicts them is folded from them anew. */
    private void again(View view, Commit upTo) {
        view.documents().delete(upTo.stream());
        Optional<Commit> next = store.find(Commit.idOf(upTo.stream(), 1));
        while (next.isPresent() && next.get().version() <= upTo.version()) {
            Commit c = next.get();
            c.events().forEach(e -> view.apply(Envelope.of(service, c, e)));
            next = store.find(Commit.idOf(c.stream(), c.last() + 1));
        }
    }

    /** Builds a view again from the service's own commits, beside the live one, in an empty collection. */
    public Rebuilt rebuild(String name, Documents documents) {
        Definition d = definitions.values().stream()
                .flatMap(List::stream)
                .filter(x -> x.name().equals(name))
                .findFirst()
                .orElseThrow();
        View fresh = new View(documents, d.fold());
        Map<String, Long> before = Rebuilt.versions(view(name).documents());
        List<String> unread = new ArrayList<>();
        store.forEach(c -> {
            if (c.stream().startsWith(d.aggregate() + "-")) {
                c.events().forEach(e -> {
                    if (!fresh.rebuild(Envelope.of(service, c, e), List.of())) {
                        Rebuilt.name(e.id(), unread);
                    }
                });
            }
        });
        return new Rebuilt(view(name).documents(), documents, before, unread, Rebuilt::put);
    }

    /** The names of the views that a stream has a document in. */
    public List<String> of(String stream) {
        return definitions.getOrDefault(stream.substring(0, stream.indexOf('-')), List.of()).stream()
                .map(Definition::name)
                .toList();
    }

    /** The names of all views. */
    public java.util.Set<String> names() {
        return java.util.Set.copyOf(views.keySet());
    }
}
