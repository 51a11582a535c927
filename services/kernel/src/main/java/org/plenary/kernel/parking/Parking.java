package org.plenary.kernel.parking;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Parked.Kind;
import org.plenary.kernel.view.OwnViews;

/**
 * One thing of a service that stopped, from its stop to its resumption, and again if it stops again. It belongs to no
 * forum: its events carry {@link #FORUM}, which only operators have a role in.
 */
public final class Parking implements Aggregate<ParkingCommand, Parking.State, ParkingEvent, Parking.Facts> {
    /** What stands where other events name their forum. */
    public static final String FORUM = "operators";

    /** In the view's field {@code standing}: an order waits to be carried out. */
    static final String ORDERED = "ORDERED";

    /** Where it is. */
    public enum Status {
        /** It waits for an order. */
        PARKED,
        /** It is to be taken again. */
        REPLAY_ORDERED,
        /** The event at which it stopped is to be passed over. */
        PASS_OVER_ORDERED,
        /** It goes on. */
        RESUMED
    }

    /** As it stands; {@code parked} is null before anything happened, else the latest stop. */
    public record State(@Nullable StreamParked parked, Status status, String reason) {}

    /** Whether the event stands that an order names as the one that makes good. */
    public record Facts(boolean compensationStands) {}

    /** Looks events up that an order names. */
    @FunctionalInterface
    public interface Events {
        /**
         * Whether this event, {@code <stream>@<version>}, stands.
         *
         * @param source the service that what stopped comes from
         */
        boolean stand(String source, String event);
    }

    private final Events events;

    /** With a way to look events up. */
    public Parking(Events events) {
        this.events = events;
    }

    private static final Decider<ParkingCommand, State, ParkingEvent, Facts> DECIDER = new Rules();

    private static final class Rules implements Decider<ParkingCommand, State, ParkingEvent, Facts> {
        @Override
        public State initial() {
            return new State(null, Status.RESUMED, "");
        }

        @Override
        public List<ParkingEvent> decide(ParkingCommand command, State state, Facts facts, Act act) {
            return switch (command) {
                case NoteParked n -> parked(n, state);
                case ReplayStream r -> {
                    StreamParked p = waiting(state);
                    if (p.kind() != Kind.HEARD && p.kind() != Kind.OWN) {
                        throw ParkingRule.NOT_REPLAYED.because("There is no event of a stream here to take again.");
                    }
                    yield List.of(new ReplayOrdered(p.version(), r.reason()));
                }
                case PassOverEvent o -> {
                    StreamParked p = waiting(state);
                    if (p.kind() != Kind.HEARD && p.kind() != Kind.UNREADABLE) {
                        throw ParkingRule.NOT_PASSED_OVER.because(
                                "What this service itself decided is not passed over. Mend what cannot take it.");
                    }
                    if (p.kind() == Kind.HEARD && o.compensation() == null) {
                        throw ParkingRule.COMPENSATION_NEEDED.because("Name the event that makes this one good.");
                    }
                    if (o.compensation() != null && !facts.compensationStands()) {
                        throw ParkingRule.COMPENSATION_UNKNOWN.because(
                                "There is no event " + o.compensation() + " that this service knows of.");
                    }
                    yield List.of(new PassOverOrdered(p.version(), o.reason(), o.compensation()));
                }
                case NoteResumed n -> resumed(n, state);
            };
        }

        private static List<ParkingEvent> parked(NoteParked n, State state) {
            StreamParked last = state.parked();
            // While it stands still, a later stop has a later instant (Parked.park). After it went on, the next stop
            // may
            // come from another clock; a repetition of the last one is known by its command's id.
            if (last != null && state.status() != Status.RESUMED && !n.at().isAfter(last.at())) {
                return List.of();
            }
            return List.of(
                    new StreamParked(n.entry(), n.kind(), n.source(), n.stream(), n.version(), n.cause(), n.at()));
        }

        private static List<ParkingEvent> resumed(NoteResumed n, State state) {
            StreamParked stop = state.parked();
            boolean another = stop == null || !stop.at().equals(n.at());
            return another || state.status() == Status.RESUMED ? List.of() : List.of(new StreamResumed(n.version()));
        }

        private static StreamParked waiting(State state) {
            StreamParked parked = state.parked();
            if (parked == null || state.status() == Status.RESUMED) {
                throw ParkingRule.NOT_PARKED.because("It goes on already.");
            }
            if (state.status() != Status.PARKED) {
                throw ParkingRule.ORDER_UNDER_WAY.because("An earlier order is being carried out.");
            }
            return parked;
        }

        @Override
        public State evolve(State state, ParkingEvent event) {
            return switch (event) {
                case StreamParked p -> new State(p, Status.PARKED, "");
                case ReplayOrdered o -> new State(state.parked(), Status.REPLAY_ORDERED, o.reason());
                case PassOverOrdered o -> new State(state.parked(), Status.PASS_OVER_ORDERED, o.reason());
                case StreamResumed r -> new State(state.parked(), Status.RESUMED, state.reason());
            };
        }
    }

    /** The stream of what stopped in a service, by its entry's id. */
    public static String stream(String service, String entry) {
        return "parking-" + Ids.v5(service + "|" + entry);
    }

    /**
     * What operators page through: those that wait for an order ({@code standing=WAITING}), those whose order is being
     * carried out ({@link #ORDERED}), and those that went on ({@code RESUMED}).
     */
    public static OwnViews.Definition view() {
        return new OwnViews.Definition("parking", "parked-streams", Parking::fold, "standing", "order");
    }

    private static Document fold(@Nullable Document before, Envelope event) {
        Document d = before == null ? new Document("forum", FORUM) : before;
        var data = event.tree();
        String standing = "WAITING";
        switch (event.name()) {
            case "StreamParked" -> {
                for (String field : List.of("entry", "kind", "source", "stream", "cause", "at")) {
                    d.append(field, data.path(field).asString());
                }
                d.append("stoppedAt", data.path("version").asLong())
                        .append("order", data.path("at").asString() + "|" + event.stream())
                        .append("status", Status.PARKED.name());
            }
            case "ReplayOrdered" -> d.append("status", Status.REPLAY_ORDERED.name());
            case "PassOverOrdered" -> d.append("status", Status.PASS_OVER_ORDERED.name());
            default -> {
                standing = "RESUMED";
                d.append("status", Status.RESUMED.name());
            }
        }
        if (event.name().endsWith("Ordered")) {
            standing = ORDERED;
            d.append("reason", data.path("reason").asString())
                    .append("orderedBy", event.meta().actor());
        }
        return d.append("standing", standing).append("audience", Audience.FORUM);
    }

    @Override
    public String name() {
        return "parking";
    }

    @Override
    public String collection() {
        return "parked-streams";
    }

    @Override
    public String namespace(String service) {
        return "kernel";
    }

    @Override
    public Class<ParkingCommand> commands() {
        return ParkingCommand.class;
    }

    @Override
    public Class<ParkingEvent> events() {
        return ParkingEvent.class;
    }

    @Override
    public Class<State> states() {
        return State.class;
    }

    @Override
    public Decider<ParkingCommand, State, ParkingEvent, Facts> decider() {
        return DECIDER;
    }

    @Override
    public Facts facts(ParkingCommand command, State state, Act act) {
        StreamParked stop = state.parked();
        String named = command instanceof PassOverEvent order ? order.compensation() : null;
        return new Facts(
                named != null && stop != null && state.status() == Status.PARKED && events.stand(stop.source(), named));
    }

    @Override
    public Scope scope(@Nullable ParkingCommand command, State state) {
        return new Scope(FORUM, null, null, state.status().name(), Audience.FORUM);
    }

    @Override
    public Object show(String stream, State state, Standing reader) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", stream);
        StreamParked p = state.parked();
        if (p != null) {
            shown.put("kind", p.kind());
            shown.put("source", p.source());
            shown.put("stream", p.stream());
            shown.put("stoppedAt", p.version());
            shown.put("cause", p.cause());
            shown.put("at", p.at());
        }
        shown.put("status", state.status());
        shown.put("reason", state.reason());
        return shown;
    }
}
