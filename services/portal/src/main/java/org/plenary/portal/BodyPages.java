package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.portal.Acts.Act;
import org.plenary.portal.Acts.Field;
import org.plenary.portal.Acts.Type;
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
import tools.jackson.databind.node.ObjectNode;

/** The forum's bodies and its offices' signing keys: who is in force, what comes, and what waits for keys. */
@Controller
public class BodyPages {
    private static final String FORUMS = "/api/membership/forums";
    /** What co-chairs propose here; a rule card has its own page. */
    static final List<Act> PROPOSALS = List.of(
            proposal(
                    "ProposeBodyChange",
                    "propose-body-change",
                    Field.of("body", Type.TEXT),
                    Field.of("name", Type.OPTIONAL_TEXT),
                    Field.of("keyholders", Type.WORDS),
                    Field.of("seat", Type.WORDS),
                    Field.of("unseat", Type.WORDS),
                    Field.of("from", Type.INSTANT)),
            proposal(
                    "ProposeSigningKey",
                    "propose-signing-key",
                    Field.of("party", Type.TEXT),
                    Field.of("kid", Type.TEXT),
                    Field.of("publicKey", Type.TEXT),
                    Field.of("demonstration", Type.YES_NO),
                    Field.of("replaces", Type.OPTIONAL_TEXT)));

    private final Reader readers;
    private final Upstream upstream;

    BodyPages(Reader readers, Upstream upstream) {
        this.readers = readers;
        this.upstream = upstream;
    }

    private static Act proposal(String op, String verb, Field... fields) {
        return new Act(op, FORUMS, verb, Set.of("CO_CHAIR"), Set.of(), false, false, List.of(fields));
    }

    @GetMapping("/bodies")
    String bodies(HttpServletRequest request, HttpServletResponse response, Model model) {
        return bodies(reader(request, response, model), null, Map.of(), model);
    }

    private Current reader(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.of(request, response);
        model.addAttribute("reader", reader);
        return reader;
    }

    /** @param refused the operation that was refused, whose form keeps what was filled in */
    private String bodies(Current reader, @Nullable String refused, Map<String, String> form, Model model) {
        Upstream.Answer answer = upstream.get(RulePages.path(reader), reader.token());
        if (!answer.ok()) {
            throw new ResponseStatusException(HttpStatus.valueOf(answer.status()));
        }
        BodyThings things = new BodyThings(answer.json(), names(reader), Instant.now());
        model.addAttribute("bodies", things.bodies());
        model.addAttribute("signingKeys", things.keys());
        model.addAttribute("proposals", things.proposals());
        model.addAttribute("acts", reader.is("CO_CHAIR") ? PROPOSALS : List.of());
        model.addAttribute("etag", answer.etag());
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("refused", refused);
        model.addAttribute("form", form);
        model.addAttribute("blank", Map.of());
        model.addAttribute("parties", Map.of());
        return "bodies";
    }

    private Map<String, String> names(Current reader) {
        Map<String, String> names = new LinkedHashMap<>();
        upstream.get("/api/membership/parties?limit=200&forum=" + reader.forum(), reader.token())
                .json()
                .path("items")
                .forEach(p -> names.put(Thing.text(p, "party"), Thing.text(p, "name")));
        return names;
    }

    @PostMapping("/bodies/{verb:propose-body-change|propose-signing-key}")
    String propose(
            @PathVariable String verb,
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        Act act = PROPOSALS.stream()
                .filter(a -> a.verb().equals(verb))
                .findFirst()
                .orElseThrow();
        ObjectNode command = (ObjectNode) Json.tree(Bodies.of(act, form));
        keyholders(command);
        Upstream.Answer answer = sent(reader, verb, command, form, null);
        return answer.ok()
                ? "redirect:/bodies?done=proposed#proposals"
                : refused(answer, act.op(), form, reader, response, model);
    }

    /** Nothing filled in means that they stay, and the word that there are none: then the conference's decide. */
    private static void keyholders(ObjectNode command) {
        JsonNode named = command.path("keyholders");
        if (named.isEmpty()) {
            command.remove("keyholders");
        } else if (named.size() == 1 && named.path(0).asString("").equals("none")) {
            command.putArray("keyholders");
        }
    }

    /** A key on what was shown, or the proposal taken back. */
    @PostMapping("/bodies/proposals/{verb:consent|withdraw}")
    String decide(
            @PathVariable String verb,
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        Upstream.Answer answer =
                sent(reader, verb, RulePages.decision(verb, form), form, form.getOrDefault("etag", "0"));
        return answer.ok() ? "redirect:/bodies?done=" + verb : refused(answer, null, Map.of(), reader, response, model);
    }

    private String refused(
            Upstream.Answer answer,
            @Nullable String op,
            Map<String, String> form,
            Current reader,
            HttpServletResponse response,
            Model model) {
        response.setStatus(answer.status());
        model.addAttribute("problem", Problem.of(answer.json(), "/bodies"));
        return bodies(reader, op, form, model);
    }

    private Upstream.Answer sent(
            Current reader, String verb, ObjectNode command, Map<String, String> form, @Nullable String etag) {
        if (reader.token() == null) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return upstream.post(
                RulePages.path(reader) + "/" + verb,
                command.toString(),
                form.getOrDefault("key", ""),
                etag,
                Objects.requireNonNull(reader.token()));
    }
}
