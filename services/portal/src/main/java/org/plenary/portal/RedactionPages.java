package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.plenary.kernel.json.Json;
import org.plenary.portal.Pages.Row;
import org.plenary.portal.Reader.Current;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** Redactions: how one is proposed from a thing's page, how another person answers, and what stands afterwards. */
@Controller
public class RedactionPages {
    private static final List<String> SERVICES =
            List.of("membership", "meeting", "agenda", "outcomes", "circulation", "record");
    private static final String SERVICE = "membership|meeting|agenda|outcomes|circulation|record";
    private static final String ID = "redaction-[0-9a-f-]{36}";
    private static final String CONTENT = "[0-9a-f-]{36}";
    private static final String NUMBER = "[1-9]\\d{0,14}";
    /** Chosen where no body goes, but only what opens an event. */
    private static final String OPENING = "opening";

    private final Reader readers;
    private final Upstream upstream;

    RedactionPages(Reader readers, Upstream upstream) {
        this.readers = readers;
        this.upstream = upstream;
    }

    /**
     * A redaction as its page shows it.
     *
     * @param answerable whether this reader may confirm or decline it
     * @param own whether this reader proposed it and may take it back
     */
    public record Shown(
            String service,
            String id,
            String status,
            String event,
            String content,
            String field,
            String ground,
            String reason,
            String hash,
            String proposed,
            String confirmed,
            String declined,
            String recordedAs,
            String destroyed,
            boolean answerable,
            boolean own) {
        static Shown of(String service, JsonNode n, Current reader) {
            boolean waits = n.path("status").asString("").equals("PROPOSED");
            boolean own = reader.signedIn()
                    && n.path("proposed").path("person").asString("").equals(reader.subject());
            return new Shown(
                    service,
                    n.path("id").asString(""),
                    n.path("status").asString(""),
                    n.path("event").asString(""),
                    n.path("content").asString(""),
                    n.path("field").asString(""),
                    n.path("ground").asString(""),
                    n.path("reason").asString(""),
                    n.path("hash").asString(""),
                    signed(n.path("proposed")),
                    signed(n.path("confirmed")),
                    n.has("declined")
                            ? signed(n.path("declined")) + ": "
                                    + n.path("declined").path("reason").asString("")
                            : "",
                    n.path("recordedAs").asString(""),
                    n.has("destroyedAt") ? Times.shown(n.path("destroyedAt").asString(""), "") : "",
                    waits && !own && mayRedact(reader),
                    waits && own);
        }

        private static String signed(JsonNode by) {
            return by.isObject() ? Times.shown(by.path("at").asString(""), "") + ", " + Tombstone.signatory(by) : "";
        }
    }

    /** Whether the reader is in an office that redacts; the services judge it again. */
    static boolean mayRedact(Current reader) {
        return reader.is("SECRETARIAT") || reader.is("CO_CHAIR");
    }

    @GetMapping("/redactions")
    String list(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = reader(request, response, model);
        List<Row> rows = new ArrayList<>();
        if (reader.forum() != null) {
            for (String service : SERVICES) {
                upstream.all("/api/" + service + "/redactions?limit=200&forum=" + reader.forum(), reader.token())
                        .forEach(n -> rows.add(row(service, n)));
            }
        }
        model.addAttribute("collection", "redactions");
        model.addAttribute("rows", rows);
        model.addAttribute("next", "");
        return "list";
    }

    private static Row row(String service, JsonNode n) {
        return new Row(
                n.path("event").asString(""),
                n.path("status").asString(""),
                Thing.words(n.path("ground").asString("")) + ": "
                        + n.path("reason").asString(""),
                "/redactions/" + service + "/" + n.path("id").asString(""));
    }

    @GetMapping("/redactions/{service:" + SERVICE + "}/{id:" + ID + "}")
    String one(
            @PathVariable String service,
            @PathVariable String id,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return show(service, id, reader(request, response, model), request, model);
    }

    private String show(String service, String id, Current asked, HttpServletRequest request, Model model) {
        JsonNode redaction = read("/api/" + service + "/redactions/" + id, asked);
        Current reader = readers.in(redaction.path("forum").asString(""), asked, request);
        model.addAttribute("reader", reader);
        model.addAttribute("redaction", Shown.of(service, redaction, reader));
        model.addAttribute("key", UUID.randomUUID().toString());
        return "redaction";
    }

    private JsonNode read(String path, Current reader) {
        Upstream.Answer answer = upstream.get(path, reader.token());
        if (!answer.ok()) {
            throw new ResponseStatusException(HttpStatus.valueOf(answer.status()));
        }
        return answer.json();
    }

    /** Sends an answer to a proposal, bound to what was shown; a refusal shows the page again with the rule. */
    @PostMapping("/redactions/{service:" + SERVICE + "}/{id:" + ID + "}/{verb:confirm|decline|withdraw}")
    String answer(
            @PathVariable String service,
            @PathVariable String id,
            @PathVariable String verb,
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("hash", form.getOrDefault("hash", ""));
        if (verb.equals("decline")) {
            body.put("reason", form.getOrDefault("reason", ""));
        }
        String page = "/redactions/" + service + "/" + id;
        Upstream.Answer answer = send("/api/" + service + "/redactions/" + id + "/" + verb, body, verb, form, reader);
        if (answer.ok()) {
            return "redirect:" + page + "?done=" + verb;
        }
        refused(answer, page, verb, form, response, model);
        return show(service, id, reader, request, model);
    }

    /** The form to propose one, from the page of the thing it is of. */
    @GetMapping("/redact/{collection:" + Pages.LIVE + "}/{id:" + Pages.ID + "}")
    String form(
            @PathVariable String collection,
            @PathVariable String id,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return propose(collection, id, reader(request, response, model), request, model);
    }

    private String propose(String collection, String id, Current asked, HttpServletRequest request, Model model) {
        JsonNode thing = read(Pages.path(collection) + "/" + id, asked);
        Current reader = readers.in(thing.path("forum").asString(""), asked, request);
        if (!mayRedact(reader)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        model.addAttribute("reader", reader);
        model.addAttribute("page", "/" + collection + "/" + id);
        model.addAttribute("id", id);
        model.addAttribute("redactable", Tombstone.redactable(thing));
        model.addAttribute("key", UUID.randomUUID().toString());
        if (!model.containsAttribute("form")) {
            model.addAttribute("form", Map.of());
        }
        return "redact";
    }

    /** Sends the proposal; a refusal shows the form again as it was filled in. */
    @PostMapping("/redact/{collection:" + Pages.LIVE + "}/{id:" + Pages.ID + "}")
    String proposed(
            @PathVariable String collection,
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        String service = Pages.path(collection).split("/")[2];
        String page = "/redact/" + collection + "/" + id;
        String content = form.getOrDefault("content", "");
        String version = form.getOrDefault("version", "").strip();
        String amiss = amiss(content, version);
        if (!amiss.isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            refused(new Problem("", amiss, List.of(), page), "propose", form, model);
            return propose(collection, id, reader, request, model);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("stream", id);
        if (!content.equals(OPENING)) {
            body.put("content", content);
        }
        if (!version.isEmpty()) {
            body.put("version", Long.parseLong(version));
        }
        body.put("ground", form.getOrDefault("ground", ""));
        body.put("reason", form.getOrDefault("reason", ""));
        Upstream.Answer answer = send("/api/" + service + "/redactions", body, "propose", form, reader);
        if (answer.ok()) {
            String stream = answer.json().path("stream").asString("");
            return "redirect:/redactions/" + service + "/" + stream + "?done=propose";
        }
        refused(answer, page, "propose", form, response, model);
        return propose(collection, id, reader, request, model);
    }

    /** What cannot be meant; whether an event names a body is its service's to say. */
    private static String amiss(String content, String version) {
        if (!content.equals(OPENING) && !content.matches(CONTENT)) {
            return "Choose what is to be redacted. Nothing was chosen.";
        }
        if (!version.isEmpty() && !version.matches(NUMBER)) {
            return "The number of the event is a whole number from 1.";
        }
        return content.equals(OPENING) && version.isEmpty()
                ? "Give the number of the event whose opening in the record is to be destroyed."
                : "";
    }

    private Upstream.Answer send(
            String path, Map<String, Object> body, String verb, Map<String, String> form, Current reader) {
        String token = reader.token();
        if (token == null) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return upstream.post(path, Json.write(body), form.getOrDefault("key", "") + "-" + verb, null, token);
    }

    private static void refused(
            Upstream.Answer answer,
            String page,
            String verb,
            Map<String, String> form,
            HttpServletResponse response,
            Model model) {
        response.setStatus(answer.status());
        refused(Problem.of(answer.json(), page), verb, form, model);
    }

    private static void refused(Problem problem, String verb, Map<String, String> form, Model model) {
        model.addAttribute("problem", problem);
        model.addAttribute("refused", verb);
        model.addAttribute("form", form);
    }

    private Current reader(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.of(request, response);
        model.addAttribute("reader", reader);
        return reader;
    }
}
