package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.plenary.portal.Reader.Current;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The forum's rule cards in words, and how both keys change one: proposed, its effect read, consented to. */
@Controller
public class RulePages {
    /** The lengths of a card, in the order they are asked for. */
    static final List<String> LENGTHS = List.of(
            "noticeMinimum",
            "regularBefore",
            "supplementaryBefore",
            "consultationPeriod",
            "lapseAfter",
            "silenceMinimum",
            "statementsWindow");

    static final List<String> NUMBERS = List.of("quorumOpen", "quorumDecide", "delegationMax");
    private static final List<String> CLASSES =
            List.of("MEMBER_STATE", "MEMBER_ORGANISATION", "OBSERVER_STATE", "OBSERVER_ORGANISATION");
    private static final String BODY = "[a-z0-9-]{1,40}";
    private static final String TYPE = "[A-Z_]{1,40}";

    private final Reader readers;
    private final Upstream upstream;

    RulePages(Reader readers, Upstream upstream) {
        this.readers = readers;
        this.upstream = upstream;
    }

    /** A card in words: of which body and type, which version, whether it is in force, and where its values come from. */
    public record CardShown(
            String body, String type, int version, boolean inForce, boolean keys, String source, List<String> words) {}

    /** A proposed card: what it would change, whose keys are turned. */
    public record Proposed(
            String id, String hash, String body, String type, List<String> differences, List<String> keys) {}

    @GetMapping("/rules")
    String rules(HttpServletRequest request, HttpServletResponse response, Model model) {
        return rules(reader(request, response, model), model);
    }

    private Current reader(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.of(request, response);
        model.addAttribute("reader", reader);
        return reader;
    }

    private String rules(Current reader, Model model) {
        Upstream.Answer answer = cards(reader);
        List<CardShown> cards = new ArrayList<>();
        answer.json()
                .path("cards")
                .forEach(c -> cards.add(new CardShown(
                        c.path("body").asString(""),
                        c.path("meetingType").asString(""),
                        c.path("ruleCardVersion").asInt(),
                        c.path("inForce").asBoolean(),
                        c.path("adoptedByKeys").asBoolean(),
                        c.path("source").asString(""),
                        texts(c.path("inWords")))));
        List<Proposed> proposals = new ArrayList<>();
        answer.json().path("proposals").forEach(p -> proposals.add(proposed(p)));
        Set<String> turned = new TreeSet<>();
        answer.json().path("proposals").forEach(p -> {
            if (turned(p.path("turned"), reader.unit())) {
                turned.add(p.path("proposal").asString(""));
            }
        });
        model.addAttribute("turned", turned);
        model.addAttribute("cards", cards);
        model.addAttribute("proposals", proposals);
        model.addAttribute("etag", answer.etag());
        model.addAttribute("key", UUID.randomUUID().toString());
        return "rules";
    }

    /** Whether the unit's key is among those that are turned. */
    private static boolean turned(JsonNode keys, String unit) {
        return texts(keys).contains(unit);
    }

    private Upstream.Answer cards(Current reader) {
        Upstream.Answer answer = upstream.get(path(reader) + "/rule-cards", reader.token());
        if (!answer.ok()) {
            throw new ResponseStatusException(HttpStatus.valueOf(answer.status()));
        }
        return answer;
    }

    /** Where the owner has the forum looked at. */
    static String path(Current reader) {
        return "/api/membership/forums/" + reader.forum();
    }

    private static Proposed proposed(JsonNode p) {
        JsonNode card = p.path("change").path("card");
        return new Proposed(
                p.path("proposal").asString(""),
                p.path("hash").asString(""),
                card.path("body").asString(p.path("concerns").asString("")),
                card.path("meetingType").asString(""),
                texts(p.path("differences")),
                BodyThings.turned(p));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(t -> texts.add(t.asString("")));
        return texts;
    }

    @GetMapping("/rules/{body:" + BODY + "}/{type:" + TYPE + "}")
    String form(
            @PathVariable String body,
            @PathVariable String type,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        Upstream.Answer answer = cards(reader);
        Map<String, String> form = new LinkedHashMap<>();
        List<String> breakers = new ArrayList<>();
        for (JsonNode c : answer.json().path("cards")) {
            if (c.path("inForce").asBoolean()
                    && c.path("body").asString("").equals(body)
                    && c.path("meetingType").asString("").equals(type)) {
                JsonNode card = c.path("card");
                LENGTHS.forEach(l -> form.put(l, Times.length(card.path(l).asString(""))));
                NUMBERS.forEach(n -> form.put(n, card.has(n) ? card.path(n).asString("") : ""));
                form.put("consultation", card.path("consultation").asString("NONE"));
                breakers.addAll(texts(card.path("mayBreakSilence")));
            }
        }
        form.put("key", UUID.randomUUID().toString());
        form.put("etag", answer.etag());
        return form(body, type, form, breakers, model);
    }

    private static String form(String body, String type, Map<String, String> form, List<String> breakers, Model model) {
        model.addAttribute("body", body);
        model.addAttribute("type", type);
        model.addAttribute("form", form);
        model.addAttribute("breakers", breakers);
        model.addAttribute("lengths", LENGTHS);
        model.addAttribute("numbers", NUMBERS);
        model.addAttribute("classes", CLASSES);
        return "rule";
    }

    @PostMapping("/rules/{body:" + BODY + "}/{type:" + TYPE + "}")
    String propose(
            @PathVariable String body,
            @PathVariable String type,
            @RequestParam MultiValueMap<String, String> sent,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        Map<String, String> form = sent.toSingleValueMap();
        List<String> breakers = sent.getOrDefault("mayBreakSilence", List.of());
        ObjectNode command = org.plenary.kernel.json.Json.MAPPER.createObjectNode();
        command.put("body", body).put("meetingType", type).put("source", form.getOrDefault("source", ""));
        command.set("card", card(form, breakers));
        Upstream.Answer answer = sent(reader, "propose-rule-card", command, form);
        if (answer.ok()) {
            return "redirect:/rules?done=proposed#proposals";
        }
        response.setStatus(answer.status());
        model.addAttribute("problem", Problem.of(answer.json(), "/rules/" + body + "/" + type));
        if (answer.status() == HttpStatus.PRECONDITION_FAILED.value()) {
            // once it was told, the person proposes on what stands now
            form.put("etag", cards(reader).etag());
            form.put("key", UUID.randomUUID().toString());
            model.addAttribute("changed", true);
        }
        return form(body, type, form, breakers, model);
    }

    private static ObjectNode card(Map<String, String> form, List<String> breakers) {
        ObjectNode card = org.plenary.kernel.json.Json.MAPPER.createObjectNode();
        LENGTHS.forEach(l -> card.put(l, Lengths.iso(form.getOrDefault(l, ""))));
        for (String n : NUMBERS) {
            String text = form.getOrDefault(n, "").strip();
            if (text.matches("\\d{1,6}")) {
                card.put(n, Integer.parseInt(text));
            } else if (!text.isEmpty() || !n.equals("delegationMax")) {
                card.put(n, text);
            }
        }
        card.put("consultation", form.getOrDefault("consultation", ""));
        breakers.forEach(card.putArray("mayBreakSilence")::add);
        return card;
    }

    /** A key on what was shown, or the proposal taken back. */
    @PostMapping("/rules/proposals/{verb:consent|withdraw}")
    String decide(
            @PathVariable String verb,
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        Upstream.Answer answer = sent(reader, verb, decision(verb, form), form);
        if (answer.ok()) {
            return "redirect:/rules?done=" + verb;
        }
        response.setStatus(answer.status());
        model.addAttribute("problem", Problem.of(answer.json(), "/rules"));
        model.addAttribute("sent", form);
        return rules(reader, model);
    }

    /** A consent carries the hash that was shown, a withdrawal its reason. */
    static ObjectNode decision(String verb, Map<String, String> form) {
        ObjectNode command = org.plenary.kernel.json.Json.MAPPER.createObjectNode();
        command.put("proposal", form.getOrDefault("proposal", ""));
        String with = verb.equals("consent") ? "hash" : "reason";
        return command.put(with, form.getOrDefault(with, ""));
    }

    private Upstream.Answer sent(Current reader, String verb, ObjectNode command, Map<String, String> form) {
        String token = reader.token();
        if (token == null) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return upstream.post(
                path(reader) + "/" + verb,
                command.toString(),
                form.getOrDefault("key", ""),
                form.getOrDefault("etag", "0"),
                token);
    }
}
