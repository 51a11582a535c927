package org.plenary.kernel.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.plenary.kernel.command.Answer;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.toy.Toy;

/** One run: some nodes, some clients, and chaos between them; then calm, until everything has settled. */
final class Simulation {
    private static final int CLIENTS = 3;
    private static final int COMMANDS = 7;
    private static final int SETTLES_WITHIN_MILLIS = 180_000;

    /** What a client was told. */
    record Told(String stream, UUID commandId, Answer answer) {}

    private final World world;
    private final SimStore store;
    private final SimBroker broker;
    private final Set<Bug> bugs;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<UUID, Told> told = new HashMap<>();
    private final List<String> jars = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private int clientsLeft = CLIENTS;
    private int started;
    private boolean settled;

    Simulation(long seed, Set<Bug> bugs) {
        this.world = new World(seed);
        this.bugs = bugs.isEmpty() ? EnumSet.noneOf(Bug.class) : EnumSet.copyOf(bugs);
        this.store = new SimStore(world, this.bugs);
        this.broker = new SimBroker(world, this.bugs);
    }

    /** Runs it; what is found wrong is in the answer, with the story. */
    List<String> run() {
        int count = 1 + world.random().nextInt(3);
        for (int i = 0; i < count; i++) {
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
            violations.add(e.getCause() + "\n" + e.getMessage());
            return violations;
        }
        if (!settled) {
            violations.add("it did not settle");
        }
        violations.addAll(new Checks(store, broker, told, jars).violations());
        if (!violations.isEmpty()) {
            violations.add(world.story());
        }
        return violations;
    }

    /** The last lines of what happened. */
    List<String> story() {
        return world.story().lines().toList();
    }

    private Node started() {
        started++;
        Node node = new Node(world, "node" + started, store, broker, bugs);
        node.start(() -> settled);
        return node;
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

    /** Sends until there is an answer, with the same key; then perhaps once more. Whether it was accepted. */
    private boolean asked(String stream, UUID commandId, Toy.Command command) {
        while (true) {
            Node node = anyNode();
            try {
                Answer answer = node.send(stream, command, request(command, commandId, node));
                world.tell("is told " + answer.stream() + "@" + answer.version());
                Told before = told.put(commandId, new Told(stream, commandId, answer));
                if (before != null && !before.answer().equals(answer)) {
                    violations.add("two answers to " + commandId + ": " + before.answer() + " and " + answer);
                }
                if (before != null || world.random().nextInt(3) > 0) {
                    return true;
                }
            } catch (Rejected e) {
                world.tell("is refused " + e.rule());
                if (told.containsKey(commandId)) {
                    violations.add("refused after it was accepted: " + commandId);
                }
                return told.containsKey(commandId);
            } catch (Refused e) {
                if (e.kind().status() != 503) {
                    violations.add("unexpected " + e.kind());
                    return false;
                }
            } catch (com.mongodb.MongoException | World.Crash e) {
                world.tell("gets no answer");
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
            switch (random.nextInt(6)) {
                case 0 -> {
                    world.tell("kills " + node.name());
                    node.die();
                }
                case 1 -> {
                    int forMillis = random.nextInt(15_000);
                    world.tell("stalls " + node.name() + " for " + forMillis);
                    node.stall(forMillis);
                }
                case 2 -> node.moveClock(random.nextInt(2_000) - 1_000);
                case 3 -> broker.assign(nodes);
                default -> {
                    // a quiet moment
                }
            }
            revive(random.nextInt(3) > 0);
        }
        world.calm();
        nodes.forEach(n -> {
            n.stall(0);
            n.moveClock(0);
        });
        revive(true);
        long until = world.millis() + SETTLES_WITHIN_MILLIS;
        while (!settled && world.millis() < until) {
            world.sleep(200);
            settled = Checks.settled(store, broker, world.now());
        }
        if (!settled) {
            settled = true;
            violations.add("it did not settle: " + Checks.unsettled(store, broker));
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
