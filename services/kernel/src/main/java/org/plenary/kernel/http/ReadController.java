package org.plenary.kernel.http;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.AsOf;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Loaded;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.view.OwnViews;
import org.plenary.kernel.view.View;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Reads of a service: one aggregate, folded from its stream and so always current; and pages of a view. Both show a
 * reader only what the policy table and the audience let through; the rest is not there.
 */
public final class ReadController {
    /** Documents of a page, unless asked otherwise, and at most. */
    public static final int LIMIT_DEFAULT = 50;

    public static final int LIMIT_MAX = 200;
    /** Documents looked at for a page at most; where most are not the reader's, a page is short and has a next. */
    public static final int LOOKED_AT_MAX = 1_000;
    /** How long a read waits for {@code atLeast}. */
    public static final Duration AT_LEAST_WAIT = Duration.ofSeconds(2);

    private static final List<String> RESERVED = List.of("limit", "cursor", "atLeast");

    private final CommandHandler handler;
    private final OwnViews views;
    private final MongoDatabase database;
    private final Authority authority;
    private final Policy policy;
    private final Freshness freshness;
    private final Cursors cursors;
    private final Map<String, BiPredicate<Document, Standing>> narrower;
    private final InstantSource clock;

    /**
     * Of one service.
     *
     * @param narrower who sees a document of these views, besides being of its audience
     */
    public ReadController(
            CommandHandler handler,
            OwnViews views,
            MongoDatabase database,
            Authority authority,
            Policy policy,
            Freshness freshness,
            Cursors cursors,
            Map<String, BiPredicate<Document, Standing>> narrower,
            InstantSource clock) {
        this.handler = handler;
        this.views = views;
        this.database = database;
        this.authority = authority;
        this.policy = policy;
        this.freshness = freshness;
        this.cursors = cursors;
        this.narrower = Map.copyOf(narrower);
        this.clock = clock;
    }

    /**
     * One aggregate as it stands, or as it was known and in force at the instants {@code knownOn} and {@code inForceOn}.
     * Who may read is judged by the roles of today, and both by what the thing is now and by what it was then: what has
     * become public does not open what was written before.
     */
    public <S> ServerResponse one(Operation operation, Aggregate<?, S, ?, ?> aggregate, ServerRequest http) {
        String stream = CommandController.checked(
                aggregate, Objects.requireNonNull(http.pathVariables().get("id")));
        AsOf asOf = new AsOf(instant(operation, "knownOn", http), instant(operation, "inForceOn", http));
        Loaded<S> loaded = handler.read(aggregate, stream);
        Refused absent = new Refused(Kind.NOT_FOUND, "There is no such " + aggregate.name() + ".");
        Scope scope = judged(operation, aggregate, loaded, absent);
        if (asOf.now()) {
            AccessFilter.reads(scope.audience());
            Object shown = shown(aggregate, stream, loaded.state(), reader(scope.forum()), http);
            return answer().eTag("\"" + loaded.version() + "\"")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Json.write(shown));
        }
        Loaded<S> then = handler.read(aggregate, stream, asOf);
        Refused notYet = new Refused(
                Kind.NOT_FOUND,
                "There is nothing to show of this " + aggregate.name()
                        + " as of then: it was not there yet, or not yet open to you.");
        String audience = judged(operation, aggregate, then, notYet).audience();
        // The narrower of the two is what the access log is to know of.
        AccessFilter.reads(audience.equals(Audience.PUBLIC) ? scope.audience() : audience);
        // No ETag: nobody acts on what was.
        return answer().contentType(MediaType.APPLICATION_JSON)
                .body(Json.write(aggregate.showAt(stream, then.state(), reader(scope.forum()), shownAt(http, asOf))));
    }

    /** Where the thing belongs, if the reader may read it. */
    private <S> Scope judged(Operation operation, Aggregate<?, S, ?, ?> aggregate, Loaded<S> loaded, Refused absent) {
        if (loaded.version() == 0) {
            throw absent;
        }
        Scope scope = aggregate.scope(null, loaded.state());
        Standing reader = reader(scope.forum());
        switch (policy.read(operation.id(), reader, scope)) {
            case ALLOW -> {
                // what of it the reader sees is the aggregate's to say
            }
            case FORBIDDEN ->
                throw new Refused(Kind.FORBIDDEN, "Your role does not allow this: " + operation.id() + ".");
            case NOT_FOUND -> throw absent;
        }
        if (!aggregate.readable(loaded.state(), reader)) {
            throw absent;
        }
        return scope;
    }

    private static <S> Object shown(
            Aggregate<?, S, ?, ?> aggregate, String stream, S state, Standing reader, ServerRequest http) {
        return http.param("at").isEmpty()
                ? aggregate.show(stream, state, reader)
                : aggregate.showAt(
                        stream, state, reader, instant("at", http.param("at").get()));
    }

    private static Instant shownAt(ServerRequest http, AsOf asOf) {
        return http.param("at").map(at -> instant("at", at)).orElseGet(asOf::shownAt);
    }

    /** The instant that a parameter names, where the operation's contract has it and the request names one. */
    private static @Nullable Instant instant(Operation operation, String name, ServerRequest http) {
        String text = operation.query().containsKey(name) ? http.param(name).orElse(null) : null;
        return text == null ? null : instant(name, text);
    }

    private static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw BadInput.field("/" + name, "format", name + " is an instant, 2027-01-15T12:00:00Z.");
        }
    }

    /** A page of a view: the query parameters that the contract declares filter by equality; {@code forum} is required. */
    public ServerResponse page(Operation operation, String viewName, ServerRequest http) {
        operation.checkQuery(http.params());
        String forum = http.param("forum").orElseThrow(() -> BadInput.field("/forum", "required", "Name the forum."));
        Standing reader = reader(forum);
        if (policy.judge(operation.id(), reader, null, null, null) != Policy.Answer.ALLOW) {
            throw new Refused(Kind.FORBIDDEN, "Your role does not allow this: " + operation.id() + ".");
        }
        View view = views.view(viewName);
        http.param("atLeast").ifPresent(atLeast -> await(view, atLeast));
        int limit = limit(http);
        List<Bson> filters = new ArrayList<>();
        operation.query().forEach((name, parameter) -> {
            if (!RESERVED.contains(name)) {
                http.param(name).ifPresent(text -> filters.add(eq(name, parameter.value(text))));
            }
        });
        http.param("cursor").ifPresent(c -> filters.add(gt("order", cursors.open(viewName, c))));
        BiPredicate<Document, Standing> more = narrower.getOrDefault(viewName, (d, who) -> true);
        Page page = page(
                database.getCollection("view." + viewName)
                        .find(and(filters))
                        .sort(ascending("order"))
                        .limit(LOOKED_AT_MAX + 1),
                limit,
                reader,
                more);
        return ok(http, page.items(), page.end() == null ? null : cursors.seal(viewName, page.end()));
    }

    /** What the reader may see, and the order of where it ended; null where there is no more for the reader. */
    private record Page(List<Object> items, @Nullable String end) {}

    /** One that is full has a next only where another document that the reader may see is found. */
    private static Page page(
            Iterable<Document> found, int limit, Standing reader, BiPredicate<Document, Standing> more) {
        List<Object> items = new ArrayList<>();
        String shown = null;
        String last = null;
        int lookedAt = 0;
        for (Document d : found) {
            String audience = Objects.toString(d.get("audience"), Audience.FORUM);
            boolean theirs = Audience.includes(audience, d.getString("body"), reader) && more.test(d, reader);
            if (items.size() == limit && theirs) {
                return new Page(items, shown);
            }
            if (lookedAt == LOOKED_AT_MAX) {
                return new Page(items, last);
            }
            lookedAt++;
            last = d.getString("order");
            if (theirs) {
                items.add(shown(d));
                shown = last;
                noted(audience);
            }
        }
        return new Page(items, null);
    }

    /** A list that the whole forum may read is in no log; one with something of fewer people's is. */
    private static void noted(String audience) {
        if (!audience.equals(Audience.FORUM)) {
            AccessFilter.reads(audience);
        }
    }

    /** A read goes on where the authority is stale, with the notice as of when roles are known. */
    private ServerResponse.BodyBuilder answer() {
        ServerResponse.BodyBuilder answer = ServerResponse.ok();
        freshness.stale(clock.instant()).ifPresent(known -> answer.header("Authority-As-Of", known.toString()));
        return answer;
    }

    private ServerResponse ok(ServerRequest http, List<Object> items, @Nullable String cursor) {
        ServerResponse.BodyBuilder response = answer().contentType(MediaType.APPLICATION_JSON);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("items", items);
        if (cursor != null) {
            body.put("next", cursor);
            String uri = org.springframework.web.util.UriComponentsBuilder.fromUri(http.uri())
                    .replaceQueryParam("cursor", cursor)
                    .build(true)
                    .toUriString();
            response.header("Link", "<" + uri.substring(uri.indexOf("/api/")) + ">; rel=\"next\"");
        }
        return response.body(Json.write(body));
    }

    private static Map<String, Object> shown(Document d) {
        Map<String, Object> item = new LinkedHashMap<>();
        d.forEach((k, v) -> {
            if (k.equals("_id")) {
                item.put("id", v);
            } else if (!k.equals("eventHash") && !k.equals("order")) {
                item.put(k, v);
            }
        });
        return item;
    }

    private static int limit(ServerRequest http) {
        String text = http.param("limit").orElse(Integer.toString(LIMIT_DEFAULT));
        int limit = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LIMIT_MAX) {
            throw BadInput.field("/limit", "range", "limit is 1 to " + LIMIT_MAX + ".");
        }
        return limit;
    }

    /** Waits until the view has the version, so that people read their own writes; goes on without after 2 s. */
    private void await(View view, String atLeast) {
        int colon = atLeast.lastIndexOf(':');
        if (colon < 1 || !atLeast.substring(colon + 1).matches("\\d{1,18}")) {
            throw BadInput.field("/atLeast", "format", "atLeast is <stream>:<version>.");
        }
        String stream = atLeast.substring(0, colon);
        long version = Long.parseLong(atLeast.substring(colon + 1));
        Instant stop = clock.instant().plus(AT_LEAST_WAIT);
        while (clock.instant().isBefore(stop)) {
            if (view.version(stream) >= version) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private Standing reader(String forum) {
        return authority.standing(forum, Sender.subject(), clock.instant());
    }
}
