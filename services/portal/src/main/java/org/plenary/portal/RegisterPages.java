package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import tools.jackson.databind.node.ObjectNode;

/** The register as files: taken out by anybody, brought in by the secretariat after it has seen what would change. */
@Controller
public class RegisterPages {
    private final Reader readers;
    private final Upstream upstream;

    RegisterPages(Reader readers, Upstream upstream) {
        this.readers = readers;
        this.upstream = upstream;
    }

    /** What a file would do: each change, each refused line, and the hash that an import of it carries. */
    public record Preview(List<String> changes, long unchanged, List<String> refused, String hash) {}

    @GetMapping("/register")
    String register(HttpServletRequest request, HttpServletResponse response, Model model) {
        reader(request, response, model);
        model.addAttribute("form", Map.of());
        return "register";
    }

    private Current reader(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.of(request, response);
        model.addAttribute("reader", reader);
        return reader;
    }

    @PostMapping("/register/preview")
    String preview(
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        ObjectNode body = content(form);
        String path = "/api/membership/register-imports/preview?forum=" + reader.forum();
        Upstream.Answer answer =
                upstream.post(path, body.toString(), UUID.randomUUID().toString(), null, token(reader));
        model.addAttribute("form", form);
        if (answer.ok()) {
            model.addAttribute("preview", shown(answer.json()));
            model.addAttribute("key", UUID.randomUUID().toString());
        } else {
            refused(answer, response, model);
        }
        return "register";
    }

    private static void refused(Upstream.Answer answer, HttpServletResponse response, Model model) {
        response.setStatus(answer.status());
        model.addAttribute("problem", Problem.of(answer.json(), "/register"));
    }

    private static ObjectNode content(Map<String, String> form) {
        return Json.MAPPER
                .createObjectNode()
                .put("format", form.getOrDefault("format", ""))
                .put("content", form.getOrDefault("content", "").replace("\r\n", "\n"));
    }

    private static String token(Current reader) {
        String token = reader.token();
        if (token == null) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return token;
    }

    private static Preview shown(JsonNode n) {
        List<String> changes = new ArrayList<>();
        n.path("changes").forEach(c -> changes.add(change(c)));
        List<String> refused = new ArrayList<>();
        n.path("refused")
                .forEach(r -> refused.add("Line " + r.path("line").asInt() + ", "
                        + r.path("field").asString("") + ": "
                        + r.path("message").asString("")));
        return new Preview(
                changes, n.path("unchanged").asLong(), refused, n.path("hash").asString(""));
    }

    private static String change(JsonNode c) {
        List<String> parts = new ArrayList<>();
        c.properties().forEach(p -> {
            if (!p.getKey().equals("party")
                    && !p.getKey().equals("line")
                    && !p.getValue().isNull()) {
                String value = p.getValue().isString()
                        ? p.getValue().asString()
                        : p.getValue().toString();
                parts.add(Thing.words(p.getKey()) + " " + value);
            }
        });
        return c.path("party").asString("") + ": " + String.join(", ", parts);
    }

    @PostMapping("/register/import")
    String bringIn(
            @RequestParam Map<String, String> form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        ObjectNode body = content(form);
        body.put("forum", reader.forum()).put("hash", form.getOrDefault("hash", ""));
        Upstream.Answer answer = upstream.post(
                "/api/membership/register-imports", body.toString(), form.getOrDefault("key", ""), null, token(reader));
        if (answer.ok()) {
            return "redirect:/parties?done=ImportRegister";
        }
        refused(answer, response, model);
        model.addAttribute("form", form);
        return "register";
    }
}
