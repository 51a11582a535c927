package org.plenary.toy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Internal;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.Wait;

/** A jar that is opened for a forum, takes coins until it closes by itself, and rings when it is full. */
public final class Toy implements Aggregate<Toy.Command, Toy.Jar, Toy.Event, Toy.Facts> {
    public sealed interface Command permits OpenJar, AddCoin, PutNote, SealJar, CloseJar, RingBell {}

    public record OpenJar(String forum, int room, long closesInMillis) implements Command {}

    public record AddCoin(int worth) implements Command {}

    public record PutNote(String text) implements Command {}

    public record SealJar() implements Command {}

    public record CloseJar() implements Command, Internal {}

    public record RingBell() implements Command, Internal {}

    public sealed interface Event permits JarOpened, CoinAdded, NotePut, JarClosed, BellRung {}

    public record JarOpened(String forum, int room, Instant closesAt) implements Event {}

    public record CoinAdded(int worth, String by) implements Event {}

    public record NotePut(Reference note) implements Event {}

    public record JarClosed(Instant at) implements Event {}

    public record BellRung(int worth) implements Event {}

    public record Jar(String forum, int room, int coins, int worth, Status status, int rings) {
        public enum Status {
            NONE,
            OPEN,
            CLOSED
        }
    }

    public record Facts(@Nullable Reference note) {}

    public enum ToyRule implements Rule {
        JAR_FULL,
        JAR_CLOSED
    }

    private final @Nullable Bodies bodies;

    public Toy() {
        this(null);
    }

    Toy(@Nullable Bodies bodies) {
        this.bodies = bodies;
    }

    @Override
    public String name() {
        return "jar";
    }

    @Override
    public String collection() {
        return "jars";
    }

    @Override
    public Class<Command> commands() {
        return Command.class;
    }

    @Override
    public Class<Event> events() {
        return Event.class;
    }

    @Override
    public Class<Jar> states() {
        return Jar.class;
    }

    @Override
    public Decider<Command, Jar, Event, Facts> decider() {
        return RULES;
    }

    @Override
    public Facts facts(Command command, Jar state, Act act) {
        return new Facts(
                command instanceof PutNote put && bodies != null
                        ? bodies.keep(act.stream() + "|" + act.commandId(), Ids.sha256(put.text()), 0, put.text())
                        : null);
    }

    @Override
    public Scope scope(@Nullable Command command, Jar state) {
        String forum = command instanceof OpenJar open ? open.forum() : state.forum();
        return new Scope(forum, null, null, state.status().name(), Audience.PUBLIC);
    }

    @Override
    public Object show(String stream, Jar state, Standing reader) {
        return state;
    }

    static final Decider<Command, Jar, Event, Facts> RULES = new Decider<>() {
        @Override
        public Jar initial() {
            return new Jar("", 0, 0, 0, Jar.Status.NONE, 0);
        }

        @Override
        public List<Event> decide(Command command, Jar jar, Facts facts, Act act) {
            return switch (command) {
                case OpenJar open ->
                    List.of(new JarOpened(
                            open.forum(), open.room(), act.receivedAt().plusMillis(open.closesInMillis())));
                case AddCoin add -> {
                    if (jar.status() == Jar.Status.CLOSED) {
                        throw ToyRule.JAR_CLOSED.because("The jar is closed.");
                    }
                    if (jar.coins() == jar.room()) {
                        throw ToyRule.JAR_FULL.because("The jar is full.", java.util.Map.of("room", jar.room()));
                    }
                    yield List.of(new CoinAdded(add.worth(), act.actor()));
                }
                case PutNote put -> List.of(new NotePut(Objects.requireNonNull(facts.note())));
                case SealJar seal -> List.of(new JarClosed(act.receivedAt()));
                case CloseJar close ->
                    jar.status() == Jar.Status.OPEN ? List.of(new JarClosed(act.receivedAt())) : List.of();
                case RingBell ring -> List.of(new BellRung(jar.worth()));
            };
        }

        @Override
        public Jar evolve(Jar jar, Event event) {
            return switch (event) {
                case JarOpened e -> new Jar(e.forum(), e.room(), 0, 0, Jar.Status.OPEN, 0);
                case CoinAdded e ->
                    new Jar(
                            jar.forum(),
                            jar.room(),
                            jar.coins() + 1,
                            jar.worth() + e.worth(),
                            jar.status(),
                            jar.rings());
                case NotePut e -> jar;
                case JarClosed e ->
                    new Jar(jar.forum(), jar.room(), jar.coins(), jar.worth(), Jar.Status.CLOSED, jar.rings());
                case BellRung e ->
                    new Jar(jar.forum(), jar.room(), jar.coins(), jar.worth(), jar.status(), jar.rings() + 1);
            };
        }

        @Override
        public List<Wait> waits(Event event) {
            return event instanceof JarOpened e ? List.of(new Wait("close", e.closesAt())) : List.of();
        }

        @Override
        public Command due(Wait wait) {
            return new CloseJar();
        }
    };
}
