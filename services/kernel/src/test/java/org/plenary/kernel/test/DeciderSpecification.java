package org.plenary.kernel.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.Standing.Grant;
import org.plenary.kernel.json.Json;

/**
 * Given, when, then for a decider:
 *
 * <pre>{@code
 * spec(decider).given(proposed).by(person("id.cochair", "id", "CO_CHAIR")).at(NOON)
 *     .when(new ConsentToMeeting(hash), facts).then(consented, scheduled);
 * }</pre>
 */
public final class DeciderSpecification<C, S, E, F> {
    /** The instant that a specification starts at. */
    public static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");

    private final Decider<C, S, E, F> decider;
    private final List<E> history = new ArrayList<>();
    private Standing who = person("someone", null);
    private @Nullable String onBehalfOf;
    private Instant receivedAt = NOON;
    private Instant now = NOON;
    private String stream = "thing-" + Ids.v5("specification");

    private DeciderSpecification(Decider<C, S, E, F> decider) {
        this.decider = decider;
    }

    /** A specification of the decider, with no history. */
    public static <C, S, E, F> DeciderSpecification<C, S, E, F> spec(Decider<C, S, E, F> decider) {
        return new DeciderSpecification<>(decider);
    }

    /** A person of a unit with roles everywhere in the forum. */
    public static Standing person(String subject, @Nullable String unit, String... roles) {
        Set<Grant> grants = java.util.Arrays.stream(roles)
                .map(r -> new Grant(r, null))
                .collect(java.util.stream.Collectors.toSet());
        return new Standing(subject, unit, grants);
    }

    /** Adds to what happened before. */
    @SafeVarargs
    public final DeciderSpecification<C, S, E, F> given(E... events) {
        history.addAll(List.of(events));
        return this;
    }

    /** Adds to what happened before. */
    public DeciderSpecification<C, S, E, F> given(List<? extends E> events) {
        history.addAll(events);
        return this;
    }

    /** Who acts. */
    public DeciderSpecification<C, S, E, F> by(Standing standing) {
        who = standing;
        return this;
    }

    /** Who is acted for. */
    public DeciderSpecification<C, S, E, F> onBehalfOf(String unit) {
        onBehalfOf = unit;
        return this;
    }

    /** The stream's id. */
    public DeciderSpecification<C, S, E, F> on(String id) {
        stream = id;
        return this;
    }

    /** When it is received and decided. */
    public DeciderSpecification<C, S, E, F> at(Instant instant) {
        receivedAt = instant;
        now = instant;
        return this;
    }

    /** When it is decided, where that is later than received. */
    public DeciderSpecification<C, S, E, F> decidedAt(Instant instant) {
        now = instant;
        return this;
    }

    /** The state after the history. */
    public S state() {
        S state = decider.initial();
        for (E event : history) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    /** The act that a command comes with. */
    public Act act() {
        UUID commandId = Ids.v5("command|" + history.size() + "|" + who.subject());
        return new Act(stream, commandId, who.subject(), onBehalfOf, who, receivedAt, now);
    }

    /** Sends the command. */
    public Outcome when(C command, F facts) {
        return new Outcome(command, facts);
    }

    /** What a command does. */
    public final class Outcome {
        private final C command;
        private final F facts;

        private Outcome(C command, F facts) {
            this.command = command;
            this.facts = facts;
        }

        /** The events it makes. */
        public List<E> events() {
            return decider.decide(command, DeciderSpecification.this.state(), facts, act());
        }

        /** It makes exactly these events, and they can be folded. */
        @SafeVarargs
        public final void then(E... expected) {
            assertThat(events()).containsExactly(expected);
            foldable();
        }

        /** It makes events of exactly these kinds, and they can be folded; returns them for a closer look. */
        @SafeVarargs
        public final List<E> thenKinds(Class<? extends E>... kinds) {
            List<E> events = events();
            assertThat(events).extracting(e -> (Object) e.getClass()).containsExactly((Object[]) kinds);
            foldable();
            return events;
        }

        /** It changes nothing. */
        public void thenNothing() {
            assertThat(events()).isEmpty();
        }

        /** The rule refuses it. */
        public void thenRejected(Rule rule) {
            assertThatThrownBy(this::events)
                    .isInstanceOfSatisfying(
                            Rejected.class, r -> assertThat(r.rule()).isEqualTo(rule));
        }

        /** The state after its events. */
        @SuppressWarnings("unchecked")
        public S state() {
            S state = DeciderSpecification.this.state();
            for (E event : events()) {
                state = decider.evolve(state, event);
            }
            S copy = (S) Json.read(Json.write(state), state.getClass());
            assertThat(copy).as("the state survives JSON").isEqualTo(state);
            return state;
        }

        private void foldable() {
            assertThat(state()).isNotNull();
        }
    }
}
