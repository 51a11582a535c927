package org.plenary.record;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.http.CommandController;
import org.plenary.kernel.http.Sender;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.upkeep.Upkeep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * How a log is followed by another: an operator has the next one's key made; the operator proposes and both keyholders of
 * the forum consent, in membership; what they ordered is carried out. It is asked for rather than heard, since a log
 * that refuses to go on hears nothing.
 */
@RestController
class Succession implements Upkeep.Work {
    /** How often it is asked whether something was ordered. */
    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);
    private static final String ADOPTED = "LogOriginAdopted";

    private final Logs logs;
    private final Publisher publisher;
    private final Feed.Source source;
    private final String forum;
    private final Authority authority;
    private final Policy policy;
    private final InstantSource clock;
    private long seen;
    private @Nullable Envelope last;

    Succession(
            Logs logs,
            Publisher publisher,
            Feed.Source source,
            RecordSettings settings,
            Authority authority,
            Policy policy,
            InstantSource clock) {
        this.logs = logs;
        this.publisher = publisher;
        this.source = source;
        this.forum = settings.forum();
        this.authority = authority;
        this.policy = policy;
        this.clock = clock;
    }

    /** Looks for the last order that was adopted, and hands it over where it is for the log that grows. */
    @Override
    public void run() {
        if (forum.isEmpty()) {
            return;
        }
        List<Envelope> more = source.events("membership", forum, seen + 1);
        while (!more.isEmpty() && more.getLast().version() > seen) {
            seen = more.getLast().version();
            more.stream().filter(e -> e.name().equals(ADOPTED)).forEach(e -> last = e);
            more = source.events("membership", forum, seen + 1);
        }
        Envelope order = last;
        String growing = logs.growing().log().key().name();
        if (order != null && order.tree().path("log").asString("").equals(growing)) {
            publisher.take(new Ending.Order(
                    growing,
                    order.id(),
                    order.tree().path("vkey").asString(""),
                    Json.millis(order.recordedAt()).toString()));
        }
        publisher.asked();
    }

    /** Makes the key of the log that would come next, once, and tells its public half. */
    @PostMapping(value = "/api/record/log/next-key", produces = MediaType.APPLICATION_JSON_VALUE)
    String nextKey(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        String subject = Sender.subject();
        if (subject.isEmpty()) {
            throw new Refused(Kind.SIGN_IN_REQUIRED, "Please sign in first.");
        }
        CommandController.idempotencyKey(key);
        if (policy.judge("MakeNextLogKey", authority.standing(forum, subject, clock.instant()), null, null, null)
                != Policy.Answer.ALLOW) {
            throw new Refused(Kind.FORBIDDEN, "Your role does not allow this: MakeNextLogKey.");
        }
        if (forum.isEmpty()) {
            throw new Refused(Kind.NOT_FOUND, "No forum is set that could decide on another log.");
        }
        KeyFile next = logs.next();
        LOG.info(
                "{} had the key of {} made, or asked which it is",
                subject,
                next.key().name());
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("log", logs.growing().log().key().name());
        made.put("origin", next.key().name());
        made.put("vkey", next.key().vkey());
        made.put("forum", forum);
        return Json.write(made);
    }
}
