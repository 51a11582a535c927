package org.plenary.kernel.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.bson.Document;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.Answer;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.feed.Bell;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.relay.Lease;
import org.plenary.kernel.relay.Relay;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.timer.ClockSkew;
import org.plenary.kernel.timer.Held;
import org.plenary.kernel.timer.Timers;
import org.plenary.kernel.view.Fold;
import org.plenary.kernel.view.OwnViews;
import org.plenary.toy.Toy;

/** One instance of the toy service: the kernel's own classes on the simulated store, broker and clock. */
final class Node implements InstantSource {
    static final String SERVICE = "toy";
    static final Toy TOY = new Toy();
    static final Fold JARS = (before, event) -> {
        Document jar =
                before == null ? new Document("coins", 0).append("rings", 0).append("status", "OPEN") : before;
        return switch (event.name()) {
            case "CoinAdded" -> jar.append("coins", jar.getInteger("coins") + 1);
            case "BellRung" -> jar.append("rings", jar.getInteger("rings") + 1);
            case "JarClosed" -> jar.append("status", "CLOSED");
            default -> jar;
        };
    };

    private final World world;
    private final String name;
    private final SimBroker broker;
    private final SimStore store;
    private final Set<Bug> bugs;
    private final CommandHandler handler;
    private final Relay relay;
    private final Feed feed;
    private boolean dead;
    private long stalledUntil;
    private long offMillis;

    Node(World world, String name, Mode mode, SimStore store, SimBroker broker, Set<Bug> bugs) {
        this.world = world;
        this.name = name;
        this.broker = broker;
        this.store = store;
        this.bugs = bugs;
        Documents.Space space = store.space(this);
        Streams streams = new Streams(SERVICE, store);
        Policy nothing = Policy.parse("operation,role,whose,status,answer\n");
        CommandHandler.Outbox outbox = new CommandHandler.Outbox() {
            @Override
            public void appended(Commit commit) {
                handedOver(commit);
            }

            @Override
            public void unconfirmed(Commit commit) {
                notConfirmed(commit);
            }
        };
        handler = new CommandHandler(
                SERVICE, store, streams, nothing, unasked(), outbox, Gate.opened(), world.scheduling(), this);
        OwnViews views = new OwnViews(SERVICE, space, store, List.of(OwnViews.Definition.of("jar", "jars", JARS)));
        Parked parked = new Parked(space.of("parked"), new Bell(SERVICE, Node::silent));
        Timers timers = new Timers(
                space.of("timers"),
                Map.of("jar", TOY),
                streams,
                handler,
                parked,
                new ClockSkew(this),
                Held.NOTHING,
                this);
        Lease lease = new Lease(space.of("leases"), "relay", name, mode.ownership(), this);
        relay = new Relay(
                SERVICE,
                store,
                lease,
                () -> broker.producer(this),
                views,
                timers,
                parked,
                Gate.opened(),
                this,
                mode.scanInterval(),
                mode.bounds());
        Subscription heard = new Subscription(SERVICE, "jar", JARS, List.of((event, commands) -> {
            if (event.name().equals("CoinAdded") && event.tree().path("worth").asInt() >= 100) {
                commands.send(TOY, event.stream(), new Toy.RingBell());
            }
        }));
        Feed.Source source = (service, stream, from) -> {
            List<Envelope> missed = new java.util.ArrayList<>();
            java.util.Optional<Commit> next = store.find(Commit.idOf(stream, 1));
            while (next.isPresent()) {
                Commit c = next.get();
                c.events().stream()
                        .filter(e -> e.version() >= from)
                        .forEach(e -> missed.add(Envelope.of(SERVICE, c, e)));
                next = store.find(Commit.idOf(stream, c.last() + 1));
            }
            return missed;
        };
        feed = new Feed(SERVICE, space, List.of(heard), handler, source, parked, world.scheduling(), this);
    }

    private void handedOver(Commit commit) {
        relay.appended(commit);
    }

    private void notConfirmed(Commit commit) {
        relay.unconfirmed(commit);
    }

    /** Its commands are the service's own, which nobody's authority is asked for. */
    @SuppressWarnings("NullAway")
    private static Authority unasked() {
        return null;
    }

    /** Nobody listens to the bell: what is parked is found by the checks. */
    private static Producer<byte[], byte[]> silent() {
        throw new IllegalStateException("silent");
    }

    String name() {
        return name;
    }

    boolean dead() {
        return dead;
    }

    void die() {
        dead = true;
        store.died(this);
    }

    long stalledUntil() {
        return stalledUntil;
    }

    /** Stops all its fibers for a while, as a long collection or a stopped process does. */
    void stall(long forMillis) {
        stalledUntil = world.millis() + forMillis;
    }

    void moveClock(long millis) {
        offMillis = millis;
    }

    @Override
    public Instant instant() {
        return world.now().plusMillis(offMillis);
    }

    /**
     * Starts its fibers: the relay, and one that consumes the partitions it owns.
     *
     * @param said hears up to when the relay says that all is out
     */
    void start(World.Goal goal, Consumer<Instant> said) {
        world.fiber(name + " relay", this, () -> {
            while (!goal.reached()) {
                boolean leads = relay.step();
                said.accept(relay.status().publishedUpTo());
                world.sleep(leads ? 5 : 50);
            }
        });
        for (int p = 0; p < SimBroker.PARTITIONS; p++) {
            int partition = p;
            world.fiber(name + " feed " + p, this, () -> {
                while (!goal.reached()) {
                    consume(partition);
                    world.sleep(10);
                }
            });
        }
    }

    private void consume(int p) {
        if (!broker.owns(this, p)) {
            return;
        }
        long at = broker.committed(p);
        long until = Math.min(broker.partition(p).size(), at + 4);
        if (bugs.contains(Bug.COMMITS_OFFSET_FIRST)) {
            broker.commit(this, p, until);
        }
        for (long offset = at; offset < until; offset++) {
            var sent = broker.partition(p).get(Math.toIntExact(offset)).sent();
            Envelope event = CloudEvents.envelope(sent.headers(), sent.value());
            world.point("hears " + event.id());
            try {
                feed.take(event);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        broker.commit(this, p, until);
    }

    /** Carries a command out, as a request over HTTP would. */
    Answer send(String stream, Toy.Command command, Request request) {
        return world.on(this, () -> {
            world.point(request.operation() + " to " + name);
            return handler.handle(TOY, stream, command, request);
        });
    }
}
