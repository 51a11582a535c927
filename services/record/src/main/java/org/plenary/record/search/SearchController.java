package org.plenary.record.search;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.http.AccessFilter;
import org.plenary.kernel.http.BadInput;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.http.Cursors;
import org.plenary.kernel.http.ReadController;
import org.plenary.kernel.http.Sender;
import org.plenary.kernel.json.Json;
import org.plenary.record.search.EventText.Said;
import org.plenary.record.search.Happening.Opened;
import org.plenary.record.search.Reading.Page;
import org.plenary.record.search.Reading.Place;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Timelines of whatever events are about, and search in their words; each for whoever may see the events. */
@RestController
final class SearchController {
    /** Texts of an event that an answer shows at most. */
    static final int TEXTS_MAX = 6;
    /** Characters of each at most; a longer one ends with an ellipsis. */
    static final int TEXT_MAX = 240;

    private static final String SUBJECT = "[a-z0-9-]{1,120}";

    private final Sequenced log;
    private final RecordIndex index;
    private final Visible visible;
    private final LongSupplier published;
    private final SearchConfiguration.Openable openable;
    private final Contract contract;
    private final Policy policy;
    private final Authority authority;
    private final Freshness freshness;
    private final Cursors cursors;
    private final InstantSource clock;

    SearchController(
            Sequenced log,
            RecordIndex index,
            LongSupplier published,
            SearchConfiguration.Openable openable,
            Contract contract,
            Policy policy,
            Authority authority,
            Freshness freshness,
            Cursors cursors,
            InstantSource clock) {
        this.log = log;
        this.index = index;
        this.visible = new Visible(Policy.load("timelines"));
        this.published = published;
        this.openable = openable;
        this.contract = contract;
        this.policy = policy;
        this.authority = authority;
        this.freshness = freshness;
        this.cursors = cursors;
        this.clock = clock;
    }

    @GetMapping("/api/record/timelines/{subject}")
    ResponseEntity<String> timeline(@PathVariable String subject, @RequestParam MultiValueMap<String, String> asked) {
        if (!subject.matches(SUBJECT)) {
            throw BadInput.field("/subject", "pattern", "Name a thing by its id, or a party by its short name.");
        }
        return answer("ReadTimeline", "/api/record/timelines/" + subject, Visible.is(Fields.SUBJECT, subject), asked);
    }

    @GetMapping("/api/record/search")
    ResponseEntity<String> search(@RequestParam MultiValueMap<String, String> asked) {
        String q = asked.getFirst("q");
        if (q == null) {
            throw BadInput.field("/q", "required", "Say what to search for.");
        }
        return answer("SearchRecord", "/api/record/search", Question.of(q), asked);
    }

    private ResponseEntity<String> answer(
            String operation, String path, Query what, MultiValueMap<String, String> asked) {
        Objects.requireNonNull(contract.operation(operation)).checkQuery(asked);
        String forum = asked.getFirst("forum");
        if (forum == null) {
            throw BadInput.field("/forum", "required", "Name the forum.");
        }
        openable.require();
        Instant now = clock.instant();
        Standing reader = authority.standing(forum, Sender.subject(), now);
        if (policy.judge(operation, reader, null, null, null) != Policy.Answer.ALLOW) {
            throw new Refused(Refused.Kind.FORBIDDEN, "Your role does not allow this: " + operation + ".");
        }
        Query query = Visible.all(
                what,
                visible.to(reader, forum),
                until(Fields.RECEIVED, "knownOn", asked),
                until(Fields.IN_FORCE, "inForceOn", asked));
        long upTo = index.searchable();
        Page page = index.reading().page(query, limit(asked), place(path, asked));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("items", shown(page, reader));
        body.put("upTo", upTo);
        body.put("behind", upTo < published.getAsLong());
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON);
        freshness.stale(now).ifPresent(known -> answer.header("Authority-As-Of", known.toString()));
        Place next = page.next();
        if (next != null) {
            String cursor = cursors.seal(path, next.recordedMillis() + "|" + next.index());
            body.put("next", cursor);
            answer.header("Link", "<" + link(path, asked, cursor) + ">; rel=\"next\"");
        }
        return answer.body(Json.write(body));
    }

    private static URI link(String path, MultiValueMap<String, String> asked, String cursor) {
        UriComponentsBuilder uri = UriComponentsBuilder.fromPath(path);
        asked.forEach((name, values) -> uri.queryParam(name, "{" + name + "}"));
        uri.replaceQueryParam("cursor", "{cursor}");
        Map<String, String> values = new LinkedHashMap<>(asked.toSingleValueMap());
        values.put("cursor", cursor);
        return uri.encode().buildAndExpand(values).toUri();
    }

    private static Query until(String field, String name, MultiValueMap<String, String> asked) {
        String text = asked.getFirst(name);
        if (text == null) {
            return new org.apache.lucene.search.MatchAllDocsQuery();
        }
        try {
            return LongPoint.newRangeQuery(
                    field, Long.MIN_VALUE, Instant.parse(text).toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw BadInput.field("/" + name, "format", name + " is an instant, 2027-01-15T12:00:00Z.");
        }
    }

    private static int limit(MultiValueMap<String, String> asked) {
        String limit = asked.getFirst("limit");
        return limit == null ? ReadController.LIMIT_DEFAULT : Integer.parseInt(limit);
    }

    private @Nullable Place place(String path, MultiValueMap<String, String> asked) {
        String cursor = asked.getFirst("cursor");
        if (cursor == null) {
            return null;
        }
        String[] place = cursors.open(path, cursor).split("\\|");
        return new Place(Long.parseLong(place[0]), Long.parseLong(place[1]));
    }

    private List<Object> shown(Page page, Standing reader) {
        List<Object> items = new ArrayList<>();
        for (Place place : page.found()) {
            log.at(place.index()).flatMap(Happening::of).ifPresent(e -> items.add(shown(e, reader)));
        }
        return items;
    }

    /** One event as its readers see it; who did it, only people that the forum knows are told. */
    private Map<String, Object> shown(Happening event, Standing reader) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("event", event.key());
        item.put("stream", event.stream());
        item.put("version", event.version());
        item.put("type", event.type());
        item.put("what", event.inWords());
        item.put("recordedAt", event.recordedAt().toString());
        item.put("leafIndex", log.leafIndex(event.index()));
        item.put("proof", "/record/proof/" + event.stream() + "/" + event.version());
        Opened opened = event.opened();
        item.put("redacted", opened == null);
        if (opened != null) {
            item.put("receivedAt", opened.receivedAt().toString());
            item.put("inForceFrom", event.inForceFrom().toString());
            if (reader.known()) {
                item.put("by", opened.actor());
            }
            if (opened.onBehalfOf() != null) {
                item.put("onBehalfOf", opened.onBehalfOf());
            }
            item.put("about", EventText.named(opened.data()).stream().sorted().toList());
            item.put("texts", texts(opened));
            if (!opened.audience().equals(Audience.FORUM)) {
                AccessFilter.reads(opened.audience());
            }
        }
        return item;
    }

    private static Map<String, String> text(Said said) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("field", said.field());
        text.put("text", shortened(said.text()));
        return text;
    }

    private static List<Map<String, String>> texts(Opened opened) {
        List<Map<String, String>> texts = new ArrayList<>();
        for (Said said : EventText.said(opened.data())) {
            if (texts.size() < TEXTS_MAX && !said.text().isBlank()) {
                texts.add(text(said));
            }
        }
        return texts;
    }

    /** Cut between characters, never within one. */
    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= TEXT_MAX) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, TEXT_MAX)) + "\u2026";
    }
}
