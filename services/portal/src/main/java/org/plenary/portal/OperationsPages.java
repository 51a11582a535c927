package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.portal.Reader.Current;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What an operator sees of the services, and how what stopped is set going again. */
@Controller
public class OperationsPages {
    private static final List<String> SERVICES =
            List.of("membership", "meeting", "agenda", "outcomes", "circulation", "record");
    private static final String SERVICE = "membership|meeting|agenda|outcomes|circulation|record";
    private static final String ID = "parking-[0-9a-f-]{36}";
    private static final int SHOWN_MAX = 50;

    private final Reader readers;
    private final Upstream upstream;

    OperationsPages(Reader readers, Upstream upstream) {
        this.readers = readers;
        this.upstream = upstream;
    }

    /** A service's part of the page: differences are named, stopped is what waits. */
    public record Part(
            String service,
            boolean answers,
            @Nullable Counted census,
            List<String> differences,
            List<Stopped> stopped,
            boolean more) {}

    /** The last census: when it was taken, how many streams it looked at, and how many differ. */
    public record Counted(String at, long streams, long differences) {}

    /** What stopped: of which stream, at which event, why and since when, and what was ordered about it. */
    public record Stopped(String href, String kind, String stream, String cause, String at, String status) {
        static Stopped of(String service, JsonNode n) {
            long version = n.path("stoppedAt").asLong();
            return new Stopped(
                    "/operations/" + service + "/" + n.path("id").asString(),
                    n.path("kind").asString(""),
                    n.path("stream").asString("") + (version > 0 ? "@" + version : ""),
                    n.path("cause").asString(""),
                    Times.shown(n.path("at").asString(""), ""),
                    n.path("status").asString(""));
        }
    }

    /** What is shown of the event at which it stopped: as it came, as its source has it, or why neither. */
    public record Event(String which, String text) {}

    @GetMapping("/operations")
    String operations(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = operator(request, response, model);
        List<Part> parts = new ArrayList<>();
        for (String service : SERVICES) {
            parts.add(part(service, reader));
        }
        model.addAttribute("parts", parts);
        return "operations";
    }

    private Part part(String service, Current reader) {
        Upstream.Answer counted = upstream.get("/api/" + service + "/census", reader.token());
        Upstream.Answer ordered = stopped(service, "ORDERED", reader);
        Upstream.Answer waiting = stopped(service, "WAITING", reader);
        if (waiting.status() == HttpStatus.FORBIDDEN.value()) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        List<Stopped> stopped = new ArrayList<>();
        for (Upstream.Answer some : List.of(ordered, waiting)) {
            some.json().path("items").forEach(n -> stopped.add(Stopped.of(service, n)));
        }
        List<String> differences = new ArrayList<>();
        counted.json()
                .path("named")
                .forEach(d -> differences.add(d.path("stream").asString("") + ": "
                        + d.path("where").asString("") + " has "
                        + (d.path("another").asBoolean(false) ? "another event as " : "")
                        + d.path("has").asLong() + " of " + d.path("head").asLong()));
        counted.json().path("unreached").forEach(s -> differences.add(s.asString("") + " did not tell its heads"));
        return new Part(
                service,
                waiting.ok(),
                census(counted),
                differences,
                stopped,
                waiting.json().has("next"));
    }

    private Upstream.Answer stopped(String service, String standing, Current reader) {
        return upstream.get(
                "/api/" + service + "/parked-streams?forum=operators&standing=" + standing + "&limit=" + SHOWN_MAX,
                reader.token());
    }

    private static @Nullable Counted census(Upstream.Answer counted) {
        JsonNode n = counted.json();
        return counted.ok()
                ? new Counted(
                        Times.shown(n.path("at").asString(""), ""),
                        n.path("streams").asLong(),
                        n.path("differences").asLong())
                : null;
    }

    @GetMapping("/operations/{service:" + SERVICE + "}/{id:" + ID + "}")
    String stopped(
            @PathVariable String service,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String event,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = operator(request, response, model);
        if (event.equals("shown")) {
            model.addAttribute("events", events(upstream.get(path(service, id) + "/event", reader.token())));
        }
        return show(service, id, reader, model);
    }

    private String show(String service, String id, Current reader, Model model) {
        Upstream.Answer answer = upstream.get(path(service, id), reader.token());
        if (!answer.ok()) {
            throw new ResponseStatusException(HttpStatus.valueOf(answer.status()));
        }
        model.addAttribute("service", service);
        model.addAttribute("id", id);
        model.addAttribute("etag", answer.etag());
        model.addAttribute("stopped", Stopped.of(service, answer.json()));
        model.addAttribute("reason", answer.json().path("reason").asString(""));
        model.addAttribute("key", UUID.randomUUID().toString());
        return "stopped";
    }

    /** Both, for where they are not the same the one that came was forged, or another one was taken before. */
    private static List<Event> events(Upstream.Answer answer) {
        if (!answer.ok()) {
            return List.of(new Event("absent", answer.json().path("detail").asString("")));
        }
        List<Event> events = new ArrayList<>();
        JsonNode raw = answer.json().path("raw");
        if (raw.isString()) {
            events.add(new Event("came", text(Base64.getDecoder().decode(raw.asString()))));
        }
        if (answer.json().has("event")) {
            events.add(new Event("source", answer.json().path("event").toPrettyString()));
        }
        return events;
    }

    /** An event in lines; a record that is none, or only the beginning of an event, as it is. */
    private static String text(byte[] raw) {
        String text = new String(raw, StandardCharsets.UTF_8);
        try {
            return Json.tree(text).toPrettyString();
        } catch (JacksonException e) {
            return text;
        }
    }

    /** Sends the order, bound to what was shown; a refusal shows the page again with the rule. */
    @PostMapping("/operations/{service:" + SERVICE + "}/{id:" + ID + "}/{order:replay|pass-over}")
    String order(
            @PathVariable String service,
            @PathVariable String id,
            @PathVariable String order,
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = operator(request, response, model);
        String token = reader.token();
        if (token == null) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        Map<String, String> body = new LinkedHashMap<>();
        body.put("reason", form.getOrDefault("reason", ""));
        String compensation = form.getOrDefault("compensation", "").strip();
        if (order.equals("pass-over") && !compensation.isEmpty()) {
            body.put("compensation", compensation);
        }
        Upstream.Answer answer = upstream.post(
                path(service, id) + "/" + order,
                Json.write(body),
                form.getOrDefault("key", "") + "-" + order,
                form.getOrDefault("etag", "0"),
                token);
        if (answer.ok()) {
            return "redirect:/operations/" + service + "/" + id + "?done=" + order;
        }
        response.setStatus(answer.status());
        model.addAttribute("problem", Problem.of(answer.json(), "/operations/" + service + "/" + id));
        model.addAttribute("refused", order);
        model.addAttribute("form", form);
        return show(service, id, reader, model);
    }

    private static String path(String service, String id) {
        return "/api/" + service + "/parked-streams/" + id;
    }

    private Current operator(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.evenAway(request, response);
        model.addAttribute("reader", reader);
        return reader;
    }
}
