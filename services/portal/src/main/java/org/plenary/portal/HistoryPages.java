package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plenary.portal.Day.Asked;
import org.plenary.portal.Reader.Current;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** What happened, newest first: all that is about one thing, or that has some words; and one thing as it stood on a day. */
@Controller
public class HistoryPages {
    /** Where the page of a stream of some kind is. */
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("meeting", "meetings"),
            Map.entry("item", "items"),
            Map.entry("agenda", "agendas"),
            Map.entry("document", "documents"),
            Map.entry("commitment", "commitments"),
            Map.entry("accreditation", "accreditations"),
            Map.entry("report", "credentials-reports"),
            Map.entry("seating", "protocol-orders"),
            Map.entry("person", "people"),
            Map.entry("invitation", "invitations"),
            Map.entry("dispatch", "dispatches"),
            Map.entry("party", "parties"));

    private static final String SUBJECT = "[a-z0-9-]{1,120}";

    private final Reader readers;
    private final Upstream upstream;

    HistoryPages(Reader readers, Upstream upstream) {
        this.readers = readers;
        this.upstream = upstream;
    }

    /**
     * One event of a list.
     *
     * @param inForce from when it has effect, where that is not when it was recorded; else empty
     * @param who who did it and for whom, as far as the reader is told
     * @param texts what it says, each with what it is
     * @param href its thing's page; empty where it has none
     */
    public record Event(
            String recorded,
            String inForce,
            String what,
            String who,
            List<String> texts,
            String href,
            String proof,
            long leaf,
            boolean redacted) {
        static Event of(JsonNode n) {
            String recorded = Thing.text(n, "recordedAt");
            String inForce = n.path("inForceFrom").asString(recorded);
            List<String> texts = new ArrayList<>();
            n.path("texts").forEach(t -> texts.add(label(Thing.text(t, "field")) + ": " + Thing.text(t, "text")));
            String stream = Thing.text(n, "stream");
            String page = collection(stream);
            return new Event(
                    Times.shown(recorded, ""),
                    inForce.equals(recorded) ? "" : Times.shown(inForce, ""),
                    Thing.text(n, "what"),
                    who(n),
                    texts,
                    page == null ? "" : "/" + page + "/" + stream,
                    Thing.text(n, "proof"),
                    n.path("leafIndex").asLong(),
                    n.path("redacted").asBoolean(false));
        }

        private static String who(JsonNode n) {
            String by = Thing.text(n, "by");
            String behalf = Thing.text(n, "onBehalfOf");
            return by + (behalf.isEmpty() ? "" : (by.isEmpty() ? "" : ", ") + "on behalf of " + behalf);
        }

        private static String label(String field) {
            String spaced = field.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
            return spaced.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + spaced.substring(1);
        }
    }

    @GetMapping("/timeline/{subject:" + SUBJECT + "}")
    String timeline(
            @PathVariable String subject,
            @RequestParam(defaultValue = "") String known,
            @RequestParam(defaultValue = "") String inForce,
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        model.addAttribute("subject", subject);
        model.addAttribute("named", named(subject, reader));
        Asked asked = asked(known, inForce, model);
        String page = "/timeline/" + subject + "?forum=" + reader.forum() + asked.filled();
        return events(
                "timeline", "/api/record/timelines/" + subject + "?", page, asked, cursor, reader, response, model);
    }

    private static @Nullable String collection(String stream) {
        return PAGES.get(stream.substring(0, Math.max(0, stream.indexOf('-'))));
    }

    /** What a thing is called, where the reader may see it; else its id. */
    private String named(String subject, Current reader) {
        String collection = collection(subject);
        if (collection == null) {
            return subject;
        }
        Upstream.Answer answer = upstream.get(Pages.path(collection) + "/" + subject, reader.token());
        return answer.ok() ? Thing.of(collection, answer.json(), answer.etag()).title() : subject;
    }

    @GetMapping("/search")
    String search(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String known,
            @RequestParam(defaultValue = "") String inForce,
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        model.addAttribute("q", q);
        Asked asked = asked(known, inForce, model);
        if (q.isBlank()) {
            model.addAttribute("events", List.of());
            return "search";
        }
        String words = "q=" + URLEncoder.encode(q, StandardCharsets.UTF_8);
        String page = "/search?" + words + "&forum=" + reader.forum() + asked.filled();
        return events("search", "/api/record/search?" + words + "&", page, asked, cursor, reader, response, model);
    }

    private Current reader(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.of(request, response);
        model.addAttribute("reader", reader);
        return reader;
    }

    private static Asked asked(String known, String inForce, Model model) {
        Asked asked = new Asked(known, inForce);
        model.addAttribute("known", known);
        model.addAttribute("inForce", inForce);
        return asked;
    }

    /** What the record answers; what it refuses is said beside the form, with what was filled in. */
    private String events(
            String template,
            String path,
            String page,
            Asked asked,
            String cursor,
            Current reader,
            HttpServletResponse response,
            Model model) {
        String place = Pages.known(cursor);
        Upstream.Answer answer = upstream.get(
                        path + "forum=" + reader.forum() + asked.query() + (place.isEmpty() ? "" : "&cursor=" + place),
                        reader.token())
                .unlessAway();
        if (!answer.ok()) {
            response.setStatus(answer.status());
            model.addAttribute("problem", Problem.of(answer.json(), page));
        }
        List<Event> events = new ArrayList<>();
        answer.json().path("items").forEach(n -> events.add(Event.of(n)));
        model.addAttribute("events", events);
        model.addAttribute("behind", answer.json().path("behind").asBoolean(false));
        model.addAttribute(
                "next", Pages.next(page + "&cursor=", answer.json().path("next").asString(""), ""));
        return template;
    }

    @GetMapping("/stood/{collection:" + Pages.LIVE + "}/{id:" + Pages.ID + "}")
    String stood(
            @PathVariable String collection,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String known,
            @RequestParam(defaultValue = "") String inForce,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        Asked asked = asked(known, inForce, model);
        String thing = "/" + collection + "/" + id;
        model.addAttribute("page", thing);
        String query = asked.query();
        Upstream.Answer answer = upstream.get(
                        Pages.path(collection) + "/" + id + (query.isEmpty() ? "" : "?" + query.substring(1)),
                        reader.token())
                .unlessAway();
        if (answer.ok()) {
            Instant at = asked.at();
            model.addAttribute("thing", Thing.of(collection, answer.json(), answer.etag(), at));
            return "stood";
        }
        if (query.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.valueOf(answer.status()));
        }
        response.setStatus(answer.status());
        model.addAttribute("problem", Problem.of(answer.json(), thing));
        return "stood";
    }
}
