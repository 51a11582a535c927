package org.plenary.kernel.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;

/**
 * Whatever is sent to a decider in whatever order: deciding twice gives the same, nothing but a rule refuses, every
 * state survives JSON, the aggregate's own promises hold after each command, and the runs reach every kind of event.
 */
public final class RandomHistories<C, S, E, F> {
    /** The next command, from what stands. */
    public interface Next<C, S> {
        /** Any command, likely or not; {@code now} is when it is received. */
        C command(Random random, S state, Instant now);
    }

    /** What must hold after a command. */
    public interface Promise<C, S, E> {
        /** Throws where it does not. */
        void check(String where, S before, C command, List<E> events, S after, Act act);
    }

    private final Decider<C, S, E, F> decider;
    private final Class<E> events;
    private final List<Standing> people;
    private final Function<Random, F> facts;
    private final Next<C, S> next;
    private final Set<Class<?>> retired = new HashSet<>();
    private Duration stepMax = Duration.ofMinutes(60);

    /** Of a decider, with those who act and what they send. */
    public RandomHistories(
            Decider<C, S, E, F> decider,
            Class<E> events,
            List<Standing> people,
            Function<Random, F> facts,
            Next<C, S> next) {
        this.decider = decider;
        this.events = events;
        this.people = people;
        this.facts = facts;
        this.next = next;
    }

    /** The longest time between two commands. */
    public RandomHistories<C, S, E, F> stepsOf(Duration longest) {
        stepMax = longest;
        return this;
    }

    /** Kinds of event that an earlier release made and this one only reads. */
    @SafeVarargs
    public final RandomHistories<C, S, E, F> noLongerMaking(Class<? extends E>... kinds) {
        retired.addAll(List.of(kinds));
        return this;
    }

    /** Runs the histories; each is made by its seed alone. */
    public void run(int seeds, int commands, Promise<C, S, E> promise) {
        Set<Class<?>> reached = new HashSet<>();
        for (int seed = 0; seed < seeds; seed++) {
            run(seed, commands, promise, reached);
        }
        assertThat(reached)
                .as("the histories reach every kind of event")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(events.getPermittedSubclasses())
                        .filter(kind -> !retired.contains(kind))
                        .toList());
    }

    private void run(int seed, int commands, Promise<C, S, E> promise, Set<Class<?>> reached) {
        Random random = new Random(seed);
        S state = decider.initial();
        Instant now = NOON;
        for (int n = 0; n < commands; n++) {
            now = now.plusMillis(random.nextLong(stepMax.toMillis()));
            Standing who = people.get(random.nextInt(people.size()));
            String onBehalfOf = random.nextInt(25) == 0 ? "au" : null;
            Act act = new Act("thing-1", Ids.v5(seed + "|" + n), who.subject(), onBehalfOf, who, now, now);
            C command = next.command(random, state, now);
            F known = facts.apply(random);
            String where = "seed " + seed + " command " + n + " by " + who.subject() + ": " + command;
            List<E> made = decided(command, state, known, act);
            assertThat(decided(command, state, known, act)).as(where).isEqualTo(made);
            S after = state;
            for (E event : made) {
                reached.add(event.getClass());
                after = decider.evolve(after, event);
            }
            assertThat(Json.read(Json.write(after), state.getClass())).as(where).isEqualTo(after);
            promise.check(where, state, command, made, after, act);
            state = after;
        }
    }

    /** A rule may say no; whatever else is thrown fails the test. */
    private List<E> decided(C command, S state, F known, Act act) {
        try {
            return decider.decide(command, state, known, act);
        } catch (Rejected no) {
            return List.of();
        }
    }

    /** One of them. */
    @SafeVarargs
    public static <T> T pick(Random random, T... of) {
        return of[random.nextInt(of.length)];
    }
}
