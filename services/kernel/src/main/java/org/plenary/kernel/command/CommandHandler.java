package org.plenary.kernel.command;

import com.mongodb.MongoException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.command.Request.Origin;
import org.plenary.kernel.command.Request.Stage;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.EventStore.Outcome;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.kernel.store.Unconfirmed;

/**
 * The one way anything changes: load, check who may, decide, append one commit, hand it to the relay. The algorithm is
 * section 2 of the design: a repeated command gets its first answer, a rejection is never given on a stale state, and
 * what the store did not confirm is sent again, never decided again.
 */
public final class CommandHandler {
    /** Decisions on fresh state after lost races, before 503. */
    public static final int ATTEMPTS_MAX = 5;
    /** How long an unconfirmed commit is sent again before 503. */
    public static final Duration CONFIRM_WITHIN = Duration.ofSeconds(5);

    private static final Duration RACE_PAUSE_MIN = Duration.ofMillis(1);
    private static final Duration RACE_PAUSE_MAX = Duration.ofMillis(20);
    private static final Duration CONFIRM_PAUSE_MIN = Duration.ofMillis(50);
    private static final Duration CONFIRM_PAUSE_MAX = Duration.ofMillis(250);
    private static final int STRIPES = 256;

    private final String service;
    private final EventStore store;
    private final Streams streams;
    private final Policy policy;
    private final Authority authority;
    private final Outbox outbox;
    private final Gate gate;
    private final InstantSource clock;
    private final Scheduling scheduling;
    private final Lock[] stripes;

    /** Where commits go after they stand. */
    public interface Outbox {
        /** The commit stands. Never blocks. */
        void appended(Commit commit);

        /** Whether the commit stands is unknown: it is looked up until it is, or until its version is another's. */
        void unconfirmed(Commit commit);
    }

    /** Of one service. */
    public CommandHandler(
            String service,
            EventStore store,
            Streams streams,
            Policy policy,
            Authority authority,
            Outbox outbox,
            Gate gate,
            Scheduling scheduling,
            InstantSource clock) {
        this.service = service;
        this.store = store;
        this.streams = streams;
        this.policy = policy;
        this.authority = authority;
        this.outbox = outbox;
        this.gate = gate;
        this.scheduling = scheduling;
        this.stripes =
                IntStream.range(0, STRIPES).mapToObj(i -> scheduling.lock()).toArray(Lock[]::new);
        this.clock = clock;
    }

    /**
     * Carries the command out, once however often it is repeated.
     *
     * @throws Rejected where a rule says no
     * @throws Refused where the sender may not, the version is another, or the store does not answer
     */
    public <C, S, E, F> Answer handle(Aggregate<C, S, E, F> aggregate, String stream, C command, Request request) {
        gate.require();
        Lock lock = stripes[Math.floorMod(stream.hashCode(), STRIPES)];
        lock.lock();
        try {
            return locked(aggregate, stream, command, request);
        } finally {
            lock.unlock();
        }
    }

    private <C, S, E, F> Answer locked(Aggregate<C, S, E, F> aggregate, String stream, C command, Request request) {
        String commandKey = stream + "|" + request.commandId();
        Optional<Loaded<S>> cached = streams.cached(stream);
        boolean fresh = cached.isEmpty();
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Loaded<S> loaded = fresh ? streams.load(aggregate, stream) : cached.orElseThrow();
            List<E> events;
            Act act = act(aggregate, stream, command, loaded, request);
            try {
                events = decide(aggregate, command, loaded, request, act);
            } catch (Rejected | Refused refusal) {
                Optional<Commit> mine = store.findByCommandKey(commandKey);
                if (mine.isPresent()) {
                    return repeated(mine.get(), request);
                }
                if (fresh) {
                    throw refusal;
                }
                fresh = true;
                continue;
            }
            if (events.isEmpty()) {
                Optional<Commit> mine = store.findByCommandKey(commandKey);
                if (mine.isPresent()) {
                    return repeated(mine.get(), request);
                }
                if (fresh) {
                    return new Answer(stream, loaded.version(), List.of());
                }
                fresh = true;
                continue;
            }
            Commit commit = commit(aggregate, loaded, commandKey, request, act, command, events);
            if (confirmed(commit) == Outcome.APPENDED) {
                outbox.appended(commit);
                streams.appended(aggregate, loaded, commit);
                return Answer.of(commit);
            }
            Optional<Commit> mine = standing(commit);
            if (mine.isPresent()) {
                streams.forget(stream);
                return repeated(mine.get(), request);
            }
            fresh = true;
            scheduling.pause(RACE_PAUSE_MIN, RACE_PAUSE_MAX);
        }
        throw new Refused(Kind.BUSY, "Others changed this at the same moment. Please try again.");
    }

    private <C, S, E, F> Act act(
            Aggregate<C, S, E, F> aggregate, String stream, C command, Loaded<S> loaded, Request request) {
        Instant now = Json.millis(clock.instant());
        Standing standing = request.origin() == Origin.SERVICE
                ? Standing.system()
                : authority.standing(
                        aggregate.scope(command, loaded.state()).forum(), request.subject(), request.receivedAt());
        return new Act(
                stream,
                request.commandId(),
                request.subject(),
                request.onBehalfOf(),
                standing,
                request.receivedAt(),
                now.isBefore(request.receivedAt()) ? request.receivedAt() : now);
    }

    private <C, S, E, F> List<E> decide(
            Aggregate<C, S, E, F> aggregate, C command, Loaded<S> loaded, Request request, Act act) {
        if (request.stage() == Stage.CONTINUES && loaded.version() == 0) {
            throw absent(aggregate);
        }
        if (request.origin() == Origin.PERSON) {
            permit(aggregate, aggregate.scope(command, loaded.state()), request, act);
        }
        if (request.ifMatch().isPresent() && request.ifMatch().getAsLong() != loaded.version()) {
            throw new Refused(
                    Kind.VERSION_MISMATCH,
                    "This was changed since you read it. Read it again.",
                    Map.of(
                            "standing",
                            loaded.version(),
                            "ifMatch",
                            request.ifMatch().getAsLong()));
        }
        return aggregate.decider().decide(command, loaded.state(), aggregate.facts(command, loaded.state(), act), act);
    }

    /** The one answer to what is not there and to what this person may not know of. */
    private static Refused absent(Aggregate<?, ?, ?, ?> aggregate) {
        return new Refused(Kind.NOT_FOUND, "There is no such " + aggregate.name() + ".");
    }

    /** The table first, so that a recusal tells nobody of what is not theirs to see. */
    private void permit(Aggregate<?, ?, ?, ?> aggregate, Scope scope, Request request, Act act) {
        if (request.subject().isEmpty()) {
            throw new Refused(Kind.SIGN_IN_REQUIRED, "Please sign in first.");
        }
        String onBehalfOf = request.onBehalfOf();
        boolean nobody = onBehalfOf != null && !authority.knows(scope.forum(), onBehalfOf);
        Policy.Answer answer = request.stage() == Stage.CREATES
                ? policy.judge(request.operation(), act.standing(), onBehalfOf, scope.thing())
                : policy.act(request.operation(), act.standing(), onBehalfOf, scope);
        switch (answer) {
            case ALLOW -> {
                if (nobody) {
                    throw notOnBehalf(request);
                }
                if (act.standing().grants().stream()
                        .anyMatch(g -> request.withheld().contains(g.role()))) {
                    throw new Refused(
                            Kind.SECOND_FACTOR_REQUIRED,
                            "Your role acts by a sign-in with a second factor: sign in again, with the code.");
                }
            }
            case FORBIDDEN ->
                throw onBehalfOf == null
                        ? new Refused(Kind.FORBIDDEN, "Your role does not allow this: " + request.operation() + ".")
                        : notOnBehalf(request);
            case NOT_FOUND -> throw absent(aggregate);
        }
        if (act.standing().recusedFrom().contains(act.stream())) {
            throw new Refused(Kind.RECUSED, "You are recused from this and do not act on it.");
        }
    }

    private static Refused notOnBehalf(Request request) {
        return new Refused(
                Kind.ON_BEHALF_NOT_ALLOWED,
                "You may not do this on behalf of that party: " + request.operation() + ".",
                Map.of("onBehalfOf", String.valueOf(request.onBehalfOf())));
    }

    /** The command's commit. Where the store does not say, the one sent may stand, and its sender may not ask again. */
    private Optional<Commit> standing(Commit sent) {
        try {
            return store.findByCommandKey(sent.commandKey());
        } catch (MongoException e) {
            outbox.unconfirmed(sent);
            throw e;
        }
    }

    private boolean pending(Commit mine) {
        try {
            return store.pending(mine.id());
        } catch (MongoException e) {
            outbox.unconfirmed(mine);
            throw e;
        }
    }

    /** The first answer again. A commit whose first attempt died before it was handed over is handed over here. */
    private Answer repeated(Commit mine, Request request) {
        if (pending(mine)) {
            outbox.appended(mine);
        }
        if (!mine.requestHash().equals(request.requestHash())) {
            throw new Refused(
                    Kind.KEY_REUSED, "This Idempotency-Key was used for another request. Use a new one for a new act.");
        }
        return Answer.of(mine);
    }

    private <C, S, E, F> Commit commit(
            Aggregate<C, S, E, F> aggregate,
            Loaded<S> loaded,
            String commandKey,
            Request request,
            Act act,
            C command,
            List<E> events) {
        String stream = act.stream();
        S after = loaded.state();
        for (E event : events) {
            after = aggregate.decider().evolve(after, event);
        }
        Scope scope = aggregate.scope(null, after);
        EventCodec<E> codec = streams.codec(aggregate);
        Instant recordedAt = act.now().isBefore(loaded.recordedAt()) ? loaded.recordedAt() : act.now();
        List<StoredEvent> stored = new ArrayList<>(events.size());
        long version = loaded.version();
        int bytes = 0;
        for (E event : events) {
            version++;
            String data = codec.data(event);
            bytes += data.getBytes(StandardCharsets.UTF_8).length;
            Instant validFrom = aggregate.validFrom(event);
            stored.add(
                    new StoredEvent(version, stream + "@" + version, codec.type(event), recordedAt, validFrom, data));
        }
        if (stored.size() > Commit.EVENTS_MAX || bytes > Commit.BYTES_MAX) {
            throw new Refused(
                    Kind.TOO_LARGE,
                    "This makes more than one act can hold. Please send it in parts.",
                    Map.of("events", stored.size(), "eventsMax", Commit.EVENTS_MAX, "bytesMax", Commit.BYTES_MAX));
        }
        Meta meta = new Meta(
                request.receivedAt(),
                request.subject(),
                request.onBehalfOf(),
                scope.forum(),
                scope.audience(),
                request.correlation(),
                request.causation(),
                request.traceparent());
        return new Commit(
                Commit.idOf(stream, loaded.version() + 1),
                stream,
                loaded.version() + 1,
                version,
                loaded.commit(),
                commandKey,
                request.requestHash(),
                List.copyOf(stored),
                meta);
    }

    /**
     * Appends; where the store does not answer, sends the same commit again until it does or time is up. That it is then
     * taken does not say by whom: another instance may have carried the same command out with other instants.
     */
    private Outcome confirmed(Commit commit) {
        Instant stop = clock.instant().plus(CONFIRM_WITHIN);
        while (true) {
            try {
                return store.append(commit);
            } catch (Unconfirmed e) {
                scheduling.pause(CONFIRM_PAUSE_MIN, CONFIRM_PAUSE_MAX);
                while (gate.reason().isPresent() && clock.instant().isBefore(stop)) {
                    scheduling.pause(CONFIRM_PAUSE_MIN, CONFIRM_PAUSE_MAX); // it may be another store by now
                }
                if (!clock.instant().isBefore(stop)) {
                    outbox.unconfirmed(commit);
                    streams.forget(commit.stream());
                    throw new Refused(
                            Kind.NOT_CONFIRMED,
                            "Not confirmed: it may have been recorded or not. It is safe to send it again with the"
                                    + " same Idempotency-Key.");
                }
            }
        }
    }

    /** The name of the service, for actors and sources. */
    public String service() {
        return service;
    }

    /** The state of a stream as of now, for reads. */
    public <C, S, E, F> Loaded<S> read(Aggregate<C, S, E, F> aggregate, String stream) {
        return streams.load(aggregate, stream);
    }

    /** The state of a stream by what was known and in force then; of version 0 where it had not begun. */
    public <C, S, E, F> Loaded<S> read(Aggregate<C, S, E, F> aggregate, String stream, AsOf asOf) {
        return streams.asOf(aggregate, stream, asOf);
    }
}
