package org.plenary.kernel.parking;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.http.Sender;
import org.plenary.kernel.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The event at which something stopped, as it came, for operators; each read is logged, by id. */
@RestController
public final class ParkedController {
    private static final Logger LOG = LoggerFactory.getLogger(ParkedController.class);

    private final Parking parking;
    private final Parked parked;
    private final Feed.Source source;
    private final CommandHandler handler;
    private final Authority authority;
    private final Policy policy;
    private final java.time.InstantSource clock;

    /** Of one service. */
    public ParkedController(
            Parking parking,
            Parked parked,
            Feed.Source source,
            CommandHandler handler,
            Authority authority,
            Policy policy,
            java.time.InstantSource clock) {
        this.parking = parking;
        this.parked = parked;
        this.source = source;
        this.handler = handler;
        this.authority = authority;
        this.policy = policy;
        this.clock = clock;
    }

    /** The event with its envelope, or the first bytes of a record that is none. */
    @GetMapping(
            value = "/api/${plenary.service}/parked-streams/{id}/event",
            produces = MediaType.APPLICATION_JSON_VALUE)
    public String event(@PathVariable String id) {
        if (policy.judge(
                        "ReadParkedEvent",
                        authority.standing(Parking.FORUM, Sender.subject(), clock.instant()),
                        null,
                        null,
                        null)
                != Policy.Answer.ALLOW) {
            throw new Refused(Kind.FORBIDDEN, "Your role does not allow this: ReadParkedEvent.");
        }
        StreamParked stop = id.matches("parking-[0-9a-f-]{36}")
                ? handler.read(parking, id).state().parked()
                : null;
        if (stop == null) {
            throw absent();
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        switch (stop.kind()) {
            case HEARD, OWN -> shown.put("event", found(stop).orElseThrow(ParkedController::absent));
            case UNREADABLE -> shown.put("raw", raw(stop).orElseThrow(ParkedController::absent));
            case TIMER -> throw absent();
        }
        LOG.info("the event that {} stopped at was read by {}", id, Sender.subject());
        return Json.write(shown);
    }

    private Optional<String> raw(StreamParked stop) {
        Parked.@Nullable Entry entry = parked.find(stop.entry());
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.raw());
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
