package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.portal.Reader.Current;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.node.ObjectNode;

/** A nomination with its note verbale: the file is kept first, and the nomination names it. */
@Controller
public class NominationPages {
    private static final String NOMINATIONS = "/api/membership/accreditations";

    private final Reader readers;
    private final Upstream upstream;

    NominationPages(Reader readers, Upstream upstream) {
        this.readers = readers;
        this.upstream = upstream;
    }

    @GetMapping("/nominate")
    String form(
            @RequestParam(defaultValue = "") String meeting,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        reader(request, response, model);
        if (!meeting.matches(Pages.ID)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("meeting", meeting);
        form.put("key", UUID.randomUUID().toString());
        model.addAttribute("form", form);
        return "nominate";
    }

    private Current reader(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.of(request, response);
        model.addAttribute("reader", reader);
        if (reader.token() == null || reader.forum() == null) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return reader;
    }

    /** Both steps have keys of the form's, so that a form sent twice makes one nomination. */
    @PostMapping("/nominate")
    String nominate(
            @RequestParam Map<String, String> form,
            @RequestParam(required = false) @Nullable MultipartFile file,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model)
            throws IOException {
        Current reader = reader(request, response, model);
        String token = java.util.Objects.requireNonNull(reader.token());
        String key = form.getOrDefault("key", "");
        String kept = null;
        if (file != null && !file.isEmpty()) {
            Map<String, String> fields =
                    Map.of("forum", java.util.Objects.requireNonNull(reader.forum()), "party", reader.unit());
            String name = file.getOriginalFilename() == null ? "file" : file.getOriginalFilename();
            Upstream.Answer answer =
                    upstream.file("/api/membership/files", fields, name, file.getBytes(), key + "-file", token);
            if (!answer.ok()) {
                return refused(answer, form, response, model);
            }
            kept = answer.json().path("file").asString("");
        }
        Upstream.Answer answer = upstream.post(NOMINATIONS, body(reader, form, kept), key, null, token);
        return answer.ok()
                ? "redirect:/accreditations/" + answer.json().path("stream").asString("") + "?done=NominateDelegate"
                : refused(answer, form, response, model);
    }

    private static String body(Current reader, Map<String, String> form, @Nullable String kept) {
        ObjectNode body = org.plenary.kernel.json.Json.MAPPER.createObjectNode();
        body.put("forum", reader.forum()).put("party", reader.unit());
        for (String field : new String[] {"meeting", "capacity", "name", "noteVerbale"}) {
            body.put(field, form.getOrDefault(field, "").strip());
        }
        if (kept != null) {
            body.put("file", kept);
        }
        return body.toString();
    }

    private static String refused(
            Upstream.Answer answer, Map<String, String> form, HttpServletResponse response, Model model) {
        response.setStatus(answer.status());
        model.addAttribute("problem", Problem.of(answer.json(), "/nominate"));
        model.addAttribute("form", form);
        return "nominate";
    }
}
