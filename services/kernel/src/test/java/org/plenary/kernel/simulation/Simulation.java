package org.plenary.kernel.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.plenary.kernel.command.Answer;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.simulation.Violation.Kind;
import org.plenary.toy.Toy;

/** One run: some nodes, some clients, and chaos between them; then calm, until everything has settled. */
final class Simulation {
    private static final int CLIENTS = 3;
    private static final int COMMANDS = 7;
    private static final int SETTLES_WITHIN_MILLIS = 120_000;

    /** What a client was told, and when. */
    record Told(String stream, UUID commandId, Answer answer, Instant at) {}

    private final World world;
    private final SimStore store;
    private final SimBroker broker;
    private final Set<Bug> bugs;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<UUID, Told> told = new HashMap<>();
    private final List<String> jars = new ArrayList<>();
    private final List<Told> notSeenOut = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final int instances;
    private final Mode mode;
    private final boolean trueClocks;
    private int clientsLeft = CLIENTS;
    private int started;
    private boolean settled;

    Simulation(long seed, Set<Bug> bugs) {
        this.world = new World(seed);
        this.bugs = bugs.isEmpty() ? EnumSet.noneOf(Bug.class) : EnumSet.copyOf(bugs);
        this.store = new SimStore(world, this.bugs);
        this.broker = new SimBroker(world, this.bugs);
        this.instances = 1 + world.random().nextInt(3);
        this.mode = Mode.chosen(world.random(), instances);
        this.trueClocks = world.random().nextInt(3) == 0;
    }

    /** Runs it; what is found wrong is in the answer, how it came to that in the story. */
    List<Violation> run() {
        world.tell(instances + " instances, " + mode);
        for (int i = 0; i < instances; i++) {
            nodes.add(started());
        }
        broker.assign(nodes);
        for (int c = 0; c < CLIENTS; c++) {
            int client = c;
            world.fiber("client " + c, null, () -> client(client));
        }
        world.fiber("chaos", null, this::chaos);
        try {
            world.run();
        } catch (AssertionError e) {
            violations.add(new Violation(Kind.HARNESS, String.valueOf(e.getCause())));
            return violations;
        }
        violations.addAll(new Checks(store, broker, told).violations());
        return violations;
    }

    /** The last lines of what happened. */
    List<String> story() {
        return world.story().lines().toList();
    }

    private Node started() {
        started++;
        Node node = new Node(world, "node" + started, mode, store, broker, bugs);
        node.start(() -> settled, this::allIsOut);
        return node;
    }

    /** A relay says so; with clocks that go wrong the instant could not be compared with those of the clients. */
    private void allIsOut(Instant upTo) {
        if (!trueClocks) {
            return;
        }
        notSeenOut.removeIf(t -> {
            boolean meant = t.at().isBefore(upTo);
            if (meant && !(t.answer().events().stream().allMatch(broker::has) && viewed(t))) {
                violations.add(new Violation(Kind.SAID_TOO_EARLY, t + " is not out, though all is up to " + upTo));
            }
            return meant;
        });
    }

    private boolean viewed(Told t) {
        Document jar = store.documents().of("view.jars").find(t.stream());
        return jar != null && jar.getLong("version") >= t.answer().version();
    }

    private Node anyNode() {
        while (true) {
            List<Node> alive = nodes.stream().filter(n -> !n.dead()).toList();
            if (!alive.isEmpty()) {
                return alive.get(world.random().nextInt(alive.size()));
            }
            world.sleep(50);
        }
    }

    private void client(int client) {
        Random random = world.random();
        for (int i = 0; i < COMMANDS; i++) {
            UUID commandId = Ids.v5("client " + client + " command " + i);
            if (jars.isEmpty() || random.nextInt(4) == 0) {
                String jar = "jar-" + Ids.v5(commandId, "stream");
                if (asked(jar, commandId, new Toy.OpenJar("forum-1", 1 + random.nextInt(6), random.nextInt(20_000)))) {
                    jars.add(jar);
                }
            } else {
                String jar = jars.get(random.nextInt(jars.size()));
                asked(jar, commandId, new Toy.AddCoin(random.nextInt(3) == 0 ? 100 : 1 + random.nextInt(90)));
            }
            world.sleep(random.nextInt(1_500));
        }
        clientsLeft--;
    }

    /**
     * Sends until there is an answer, with the same key; then perhaps once more. Now and then the client walks away
     * unanswered, and nobody repeats what it began. Whether it was accepted.
     */
    private boolean asked(String stream, UUID commandId, Toy.Command command) {
        while (true) {
            Node node = anyNode();
            try {
                Answer answer = node.send(stream, command, request(command, commandId, node));
                world.tell("is told " + answer.stream() + "@" + answer.version());
                Told now = new Told(stream, commandId, answer, world.now());
                Told before = told.putIfAbsent(commandId, now);
                if (before == null) {
                    notSeenOut.add(now);
                } else if (!before.answer().equals(answer)) {
                    violations.add(new Violation(Kind.TWO_ANSWERS, before + " and " + now));
                }
                if (before != null || world.random().nextInt(3) > 0) {
                    return true;
                }
            } catch (Rejected e) {
                world.tell("is refused " + e.rule());
                if (told.containsKey(commandId)) {
                    violations.add(new Violation(Kind.TWO_ANSWERS, "refused after " + told.get(commandId)));
                }
                return told.containsKey(commandId);
            } catch (Refused e) {
                if (e.kind().status() != 503) {
                    violations.add(new Violation(Kind.HARNESS, "unexpected " + e.kind()));
                    return false;
                }
            } catch (com.mongodb.MongoException | World.Crash e) {
                world.tell("gets no answer");
            }
            if (world.random().nextInt(6) == 0) {
                world.tell("walks away");
                return told.containsKey(commandId);
            }
            world.sleep(100 + world.random().nextInt(400));
        }
    }

    private static Request request(Toy.Command command, UUID commandId, Node node) {
        return new Request(
                command.getClass().getSimpleName(),
                Request.Origin.SERVICE,
                "client",
                null,
                commandId,
                Ids.sha256(command.toString()),
                OptionalLong.empty(),
                Request.Stage.EITHER,
                org.plenary.kernel.json.Json.millis(node.instant()),
                "c",
                null,
                null);
    }

    private void chaos() {
        Random random = world.random();
        while (clientsLeft > 0) {
            world.sleep(50 + random.nextInt(1_500));
            Node node = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(7)) {
                case 0 -> {
                    world.tell("kills " + node.name());
                    node.die();
                }
                case 1 -> {
                    int forMillis = random.nextInt(15_000);
                    world.tell("stalls " + node.name() + " for " + forMillis);
                    node.stall(forMillis);
                }
                case 2 -> node.moveClock(trueClocks ? 0 : random.nextInt(2_000) - 1_000);
                case 3 -> broker.assign(nodes);
                case 4 -> {
                    int forMillis = random.nextInt(12_000);
                    world.tell("the store is away for " + forMillis);
                    store.away(forMillis);
                }
                default -> {
                    // a quiet moment
                }
            }
            revive(random.nextInt(3) > 0);
            if (random.nextBoolean()) {
                takeFromTheStalled();
            }
        }
        world.calm();
        store.away(0);
        nodes.forEach(n -> {
            n.stall(0);
            n.moveClock(0);
        });
        revive(true);
        long until = world.millis() + SETTLES_WITHIN_MILLIS;
        while (!settled && world.millis() < until) {
            world.sleep(200);
            settled = Checks.settled(store, broker);
        }
        if (!settled) {
            settled = true;
            violations.add(new Violation(Kind.UNSETTLED, Checks.unsettled(store, broker)));
        }
    }

    /** As a broker does when it hears nothing of a consumer, which may go on where it stood all the same. */
    private void takeFromTheStalled() {
        List<Node> awake =
                nodes.stream().filter(n -> n.stalledUntil() <= world.millis()).toList();
        if (!awake.isEmpty() && awake.size() < nodes.size()) {
            broker.assign(awake);
        }
    }

    private void revive(boolean all) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).dead() && all) {
                nodes.set(i, started());
                broker.assign(nodes);
            }
        }
    }
}
