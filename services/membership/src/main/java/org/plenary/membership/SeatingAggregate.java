package org.plenary.membership;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.protocol.ProtocolOrder;
import org.plenary.membership.domain.protocol.Seating;
import org.plenary.membership.domain.protocol.SeatingCommand;
import org.plenary.membership.domain.protocol.SeatingCommand.DrawLot;
import org.plenary.membership.domain.protocol.SeatingDecider;
import org.plenary.membership.domain.protocol.SeatingEvent;
import org.plenary.membership.domain.protocol.SeatingFacts;
import tools.jackson.databind.node.ObjectNode;

/** Protocol orders. The stream follows from the meeting, so that no second lot can be drawn for it. */
final class SeatingAggregate implements Aggregate<SeatingCommand, Seating, SeatingEvent, SeatingFacts> {
    private static final SeatingDecider RULES = new SeatingDecider();
    private final GatheredFacts gathered;

    SeatingAggregate(GatheredFacts gathered) {
        this.gathered = gathered;
    }

    @Override
    public String name() {
        return "seating";
    }

    @Override
    public String collection() {
        return "protocol-orders";
    }

    @Override
    public Class<SeatingCommand> commands() {
        return SeatingCommand.class;
    }

    @Override
    public Class<SeatingEvent> events() {
        return SeatingEvent.class;
    }

    @Override
    public Class<Seating> states() {
        return Seating.class;
    }

    @Override
    public Decider<SeatingCommand, Seating, SeatingEvent, SeatingFacts> decider() {
        return RULES;
    }

    @Override
    public String streamFor(SeatingCommand command, UUID fresh) {
        return switch (command) {
            case DrawLot c -> "seating-" + c.meeting().substring("meeting-".length());
        };
    }

    @Override
    public SeatingFacts facts(SeatingCommand command, Seating seating, Act act) {
        return switch (command) {
            case DrawLot c -> gathered.seating(c.forum(), c.meeting(), act.receivedAt());
        };
    }

    @Override
    public Scope scope(@Nullable SeatingCommand command, Seating s) {
        return command instanceof DrawLot c && s.status() == Seating.Status.NONE
                ? new Scope(
                        c.forum(), gathered.body(c.meeting()), null, s.status().name(), Audience.PUBLIC)
                : new Scope(
                        s.forum(), gathered.body(s.meeting()), null, s.status().name(), Audience.PUBLIC);
    }

    /** With the order in each language that a party has a name in. */
    @Override
    public Object show(String stream, Seating seating, Standing reader) {
        Map<String, List<ProtocolOrder.Rank>> orders = new TreeMap<>();
        ProtocolOrder.languages(seating.parties())
                .forEach(
                        language -> orders.put(language, seating.order(language).ranks()));
        ObjectNode shown = Json.withId(stream, seating);
        shown.remove("parties");
        shown.set("orders", Json.MAPPER.valueToTree(orders));
        return shown;
    }
}
