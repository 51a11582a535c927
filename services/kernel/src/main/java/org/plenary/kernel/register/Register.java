package org.plenary.kernel.register;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;

/** One series of numbers of a forum: a stream, so that numbers have no gaps and are never given twice. */
public final class Register implements Aggregate<RegisterCommand, Register.Count, RegisterEvent, Register.NoFacts> {
    /** How far the series is. */
    public record Count(String forum, long minted) {}

    /** A register needs to know nothing else. */
    public record NoFacts() {}

    private static final Decider<RegisterCommand, Count, RegisterEvent, NoFacts> DECIDER = new Decider<>() {
        @Override
        public Count initial() {
            return new Count("", 0);
        }

        @Override
        public List<RegisterEvent> decide(RegisterCommand command, Count count, NoFacts facts, Act act) {
            return switch (command) {
                case MintNumber mint ->
                    List.of(new NumberMinted(mint.forum(), mint.series(), count.minted() + 1, mint.holder()));
            };
        }

        @Override
        public Count evolve(Count count, RegisterEvent event) {
            return switch (event) {
                case NumberMinted minted -> new Count(minted.forum(), minted.number());
            };
        }
    };

    /** The register's stream of a series in a forum. */
    public static String stream(String forum, String series) {
        return "register-" + Ids.v5(forum + "|" + series);
    }

    @Override
    public String name() {
        return "register";
    }

    @Override
    public String collection() {
        return "registers";
    }

    @Override
    public Class<RegisterCommand> commands() {
        return RegisterCommand.class;
    }

    @Override
    public Class<RegisterEvent> events() {
        return RegisterEvent.class;
    }

    @Override
    public Class<Count> states() {
        return Count.class;
    }

    @Override
    public Decider<RegisterCommand, Count, RegisterEvent, NoFacts> decider() {
        return DECIDER;
    }

    @Override
    public NoFacts facts(RegisterCommand command, Count state, Act act) {
        return new NoFacts();
    }

    @Override
    public Scope scope(@Nullable RegisterCommand command, Count state) {
        return new Scope(state.forum(), null, null, "OPEN", Audience.PUBLIC);
    }

    @Override
    public Object show(String stream, Count state, Standing reader) {
        return state;
    }
}
