package org.plenary.kernel.http;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.census.Census;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.parking.Parking;
import org.plenary.kernel.parking.StreamParked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What operators read of a service besides lists: its last census, and the events at which something stopped. */
@RestController
public final class OperatorController {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorController.class);

    private final Census census;
    private final Parking parking;
    private final Parked parked;
    private final Feed.Source source;
    private final CommandHandler handler;
    private final Authority authority;
    private final Policy policy;
    private final InstantSource clock;

    /** Of one service. */
    public OperatorController(
            Census census,
            Parking parking,
            Parked parked,
            Feed.Source source,
            CommandHandler handler,
            Authority authority,
            Policy policy,
            InstantSource clock) {
        this.census = census;
        this.parking = parking;
        this.parked = parked;
        this.source = source;
        this.handler = handler;
        this.authority = authority;
        this.policy = policy;
        this.clock = clock;
    }

    /** What the last census found; 404 before the first. */
    @GetMapping(value = "/api/${plenary.service}/census", produces = MediaType.APPLICATION_JSON_VALUE)
    public String census() {
        permit("ReadCensus");
        Census.Report last = census.last();
        if (last == null) {
            throw new Refused(Kind.NOT_FOUND, "No census was taken yet.");
        }
        return Json.write(last);
    }

    /**
     * What came, as first bytes, and the event with its envelope as its source has it now: the two are not the same
     * where the one that came was forged, or another one was taken before. Each read is logged, by id.
     */
    @GetMapping(
            value = "/api/${plenary.service}/parked-streams/{id}/event",
            produces = MediaType.APPLICATION_JSON_VALUE)
    public String event(@PathVariable String id) {
        Parking.State state = id.matches("parking-[0-9a-f-]{36}")
                ? handler.read(parking, id).state()
                : parking.decider().initial();
        StreamParked stop = state.parked();
        if (stop == null) {
            throw absent();
        }
        switch (policy.read("ReadParkedEvent", reader(), parking.scope(null, state))) {
            case ALLOW -> {
                // it is shown
            }
            case FORBIDDEN -> throw forbidden("ReadParkedEvent");
            case NOT_FOUND -> throw absent();
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        switch (stop.kind()) {
            case HEARD -> {
                raw(stop).ifPresent(raw -> shown.put("raw", raw));
                found(stop).ifPresent(event -> shown.put("event", event));
            }
            case OWN -> found(stop).ifPresent(event -> shown.put("event", event));
            case UNREADABLE -> raw(stop).ifPresent(raw -> shown.put("raw", raw));
            case TIMER -> throw absent();
        }
        if (shown.isEmpty()) {
            throw absent();
        }
        LOG.info("the event that {} stopped at was read by {}", id, Sender.subject());
        return Json.write(shown);
    }

    private Standing reader() {
        return authority.standing(Parking.FORUM, Sender.subject(), clock.instant());
    }

    private void permit(String operation) {
        if (policy.judge(operation, reader(), null, null, null) != Policy.Answer.ALLOW) {
            throw forbidden(operation);
        }
    }

    private static Refused forbidden(String operation) {
        return new Refused(Kind.FORBIDDEN, "Your role does not allow this: " + operation + ".");
    }

    private Optional<String> raw(StreamParked stop) {
        Parked.@Nullable Entry entry = parked.find(stop.entry());
        return entry == null || !entry.at().equals(stop.at()) ? Optional.empty() : Optional.ofNullable(entry.raw());
    }

    private Optional<Envelope> found(StreamParked stop) {
        List<Envelope> events;
        try {
            events = source.events(stop.source(), stop.stream(), stop.version());
        } catch (Feed.SourceAway e) {
            throw new Refused(Kind.BUSY, stop.source() + " does not answer now. Please try again.");
        }
        return events.stream().filter(e -> e.version() == stop.version()).findFirst();
    }

    private static Refused absent() {
        return new Refused(Kind.NOT_FOUND, "There is no such event, or no more.");
    }
}
