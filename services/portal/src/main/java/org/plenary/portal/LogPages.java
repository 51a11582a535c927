package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.portal.Reader.Current;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** The record's log, and how an operator orders another one: its key is made and shown, then it is proposed. */
@Controller
public class LogPages {
    /** What another log means, in the words that the operator reads before proposing it and the keyholders after. */
    static final List<String> MEANS = List.of("log.next.ends", "log.next.begins", "log.next.final");

    private static final List<String> FIELDS = List.of("log", "origin", "vkey");
    private static final Pattern FORUM_ID = Pattern.compile("forum-[a-z0-9-]{1,100}");

    private final Reader readers;
    private final Upstream upstream;
    private final PortalProperties properties;

    LogPages(Reader readers, Upstream upstream, PortalProperties properties) {
        this.readers = readers;
        this.upstream = upstream;
        this.properties = properties;
    }

    @GetMapping("/log")
    String log(HttpServletRequest request, HttpServletResponse response, Model model) {
        return log(reader(request, response, model), null, Map.of(), model);
    }

    private Current reader(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.evenAway(request, response);
        model.addAttribute("reader", reader);
        return reader;
    }

    /**
     * @param next the next log's name and key, which log it follows and which forum decides; null before its key was
     *     made
     * @param form what was filled in, where that was refused
     */
    private String log(Current reader, @Nullable Map<String, String> next, Map<String, String> form, Model model) {
        Upstream.Answer state = upstream.get("/api/record/log", null);
        String prefix = state.ok() ? state.json().path("prefix").asString("/record/") : "/record/";
        model.addAttribute(
                "checkpoint", upstream.get(prefix + "checkpoint", null).body());
        model.addAttribute("vkey", upstream.get(prefix + "vkey", null).body());
        model.addAttribute("ended", state.ok() ? ended(state.json()) : List.of());
        model.addAttribute("alarm", state.ok() ? state.json().path("alarm").asString("") : "");
        model.addAttribute("order", state.ok() ? state.json().path("order").asString("") : "");
        model.addAttribute("witnessesHere", !properties.witnessUrl().isEmpty());
        model.addAttribute("operator", reader.is("OPERATOR"));
        model.addAttribute("next", next);
        model.addAttribute("means", MEANS);
        model.addAttribute("form", form);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "log";
    }

    /** A log that has ended, and where it is served. */
    public record Ended(String origin, String prefix, long size) {}

    private static List<Ended> ended(JsonNode state) {
        List<Ended> ended = new ArrayList<>();
        for (JsonNode log : state.path("ended")) {
            ended.add(new Ended(
                    log.path("origin").asString(""),
                    log.path("prefix").asString(""),
                    log.path("size").asLong()));
        }
        return ended;
    }

    /** Makes the next log's key where there is none yet, and shows it: what is proposed is what was read here. */
    @PostMapping("/log/next-key")
    String nextKey(
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        Upstream.Answer answer = sent("/api/record/log/next-key", "{}", form, reader);
        if (!answer.ok()) {
            return refused(answer, null, form, reader, response, model);
        }
        Map<String, String> next = new LinkedHashMap<>();
        FIELDS.forEach(f -> next.put(f, answer.json().path(f).asString("")));
        next.put("forum", answer.json().path("forum").asString(""));
        return log(reader, next, Map.of(), model);
    }

    /** Proposes the shown log to the keyholders of the forum that the record named, whichever is looked at. */
    @PostMapping("/log/next")
    String propose(
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        String forum = form.getOrDefault("forum", "");
        if (!FORUM_ID.matcher(forum).matches()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Map<String, String> next = new LinkedHashMap<>();
        FIELDS.forEach(f -> next.put(f, form.getOrDefault(f, "")));
        Map<String, String> command = new LinkedHashMap<>(next);
        command.put("reason", form.getOrDefault("reason", ""));
        Upstream.Answer answer =
                sent("/api/membership/forums/" + forum + "/propose-log-origin", Json.write(command), form, reader);
        if (answer.ok()) {
            return "redirect:/bodies?forum=" + forum + "&done=proposed#proposals";
        }
        next.put("forum", forum);
        return refused(answer, next, form, reader, response, model);
    }

    private String refused(
            Upstream.Answer answer,
            @Nullable Map<String, String> next,
            Map<String, String> form,
            Current reader,
            HttpServletResponse response,
            Model model) {
        response.setStatus(answer.status());
        model.addAttribute("problem", Problem.of(answer.json(), "/log"));
        String page = log(reader, next, form, model);
        if (answer.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            // it may stand: sent again as it was, it is done once
            model.addAttribute("key", form.getOrDefault("key", ""));
        }
        return page;
    }

    private Upstream.Answer sent(String path, String body, Map<String, String> form, Current reader) {
        String token = reader.token();
        if (token == null) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return upstream.post(path, body, form.getOrDefault("key", ""), null, token);
    }
}
