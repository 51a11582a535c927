package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.json.Json;
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

/**
 * A party's people for its focal point, and invitations from the form to the acceptance. The secret of an invitation is
 * made here and shown once, in the link; membership has only its hash until it is accepted.
 */
@Controller
public class PeoplePages {
    private static final String INVITATIONS = "/api/membership/invitations";
    private static final String ID = "invitation-[a-z0-9-]{1,100}";
    private static final String SECRET = "[A-Za-z0-9_-]{16,128}";
    private static final List<String> OFFERED = List.of("HEAD", "FOCAL_POINT", "DELEGATE");
    private static final int SECRET_BYTES = 32;

    private final Reader readers;
    private final Upstream upstream;
    private final PortalProperties properties;
    private final SecureRandom random = new SecureRandom();

    PeoplePages(Reader readers, Upstream upstream, PortalProperties properties) {
        this.readers = readers;
        this.upstream = upstream;
        this.properties = properties;
    }

    /** Of a reader that is signed in. */
    private static String token(Current reader) {
        return Objects.requireNonNull(reader.token());
    }

    private Current signedIn(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.of(request, response);
        model.addAttribute("reader", reader);
        if (reader.token() == null) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return reader;
    }

    @GetMapping("/people")
    String people(
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "") String invited,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = signedIn(request, response, model);
        String query = "?limit=200&forum=" + reader.forum();
        String from = Pages.known(cursor).isEmpty() ? "" : "&cursor=" + cursor;
        Upstream.Answer people = upstream.get("/api/membership/people" + query + from, reader.token())
                .unlessAway();
        if (!people.ok()) {
            throw new ResponseStatusException(HttpStatus.valueOf(people.status()));
        }
        List<Pages.Row> rows = new ArrayList<>();
        for (JsonNode n : people.json().path("items")) {
            String unit = n.path("unit").asString("");
            rows.add(new Pages.Row(
                    n.path("subject").asString(""),
                    "",
                    (unit.isEmpty() ? "" : unit + ": ") + rolesNow(n),
                    "/people/" + n.path("id").asString("")));
        }
        List<Pages.Row> invitations = new ArrayList<>();
        Upstream.Listed sent = upstream.list(INVITATIONS + query, reader.token(), Pages.known(invited));
        for (JsonNode n : sent.items()) {
            invitations.add(new Pages.Row(
                    n.path("party").asString("") + ": " + PeopleThings.roles(n),
                    PeopleThings.standing(n),
                    Times.shown(n.path("expiresAt").asString(""), ""),
                    "/invitations/" + n.path("id").asString("")));
        }
        String next = people.json().path("next").asString("");
        model.addAttribute("people", rows);
        model.addAttribute("next", Pages.next("/people?cursor=", next, ""));
        model.addAttribute("moreInvitations", Pages.next("/people?invited=", sent.next(), ""));
        model.addAttribute("invitations", invitations);
        return "people";
    }

    private static String rolesNow(JsonNode person) {
        List<String> roles = new ArrayList<>();
        Instant now = Instant.now();
        person.path("grants").forEach(g -> {
            boolean begun = !g.path("from").isString()
                    || !now.isBefore(Instant.parse(g.path("from").asString()));
            boolean ended = g.path("until").isString()
                    && !now.isBefore(Instant.parse(g.path("until").asString()));
            if (begun && !ended) {
                roles.add(Thing.words(g.path("role").asString("")));
            }
        });
        return String.join(", ", roles);
    }

    /** The form carries the secret, so that sending it twice makes one invitation and one link. */
    @GetMapping("/invite")
    String form(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = signedIn(request, response, model);
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        model.addAttribute("secret", Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        return form(reader, Map.of("validDays", "7"), ofParty(reader) ? List.of() : List.of("FOCAL_POINT"), model);
    }

    /** Who is no party's focal point invites into a party that it names, for that one role. */
    private static boolean ofParty(Current reader) {
        return reader.is("FOCAL_POINT");
    }

    private static String form(Current reader, Map<String, String> form, List<String> chosen, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("chosen", chosen);
        model.addAttribute("ofParty", ofParty(reader));
        model.addAttribute("offered", ofParty(reader) ? OFFERED : List.of("FOCAL_POINT"));
        model.addAttribute("key", UUID.randomUUID().toString());
        return "invite";
    }

    @PostMapping("/invite")
    String invite(
            @RequestParam MultiValueMap<String, String> sent,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = signedIn(request, response, model);
        Map<String, String> form = sent.toSingleValueMap();
        String secret = form.getOrDefault("secret", "");
        if (!secret.matches(SECRET)) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        List<String> chosen = sent.getOrDefault("roles", List.of());
        Upstream.Answer answer = upstream.post(
                INVITATIONS,
                invitation(reader, form, chosen, secret),
                form.getOrDefault("key", ""),
                null,
                token(reader));
        if (!answer.ok()) {
            response.setStatus(answer.status());
            model.addAttribute("problem", Problem.of(answer.json(), "/invite"));
            model.addAttribute("secret", secret);
            return form(reader, form, chosen, model);
        }
        String id = answer.json().path("stream").asString("");
        model.addAttribute("invitation", id);
        model.addAttribute("link", properties.publicUrl() + "/invitation/" + id + "/" + secret);
        return "invited";
    }

    private static String invitation(Current reader, Map<String, String> form, List<String> roles, String secret) {
        ObjectNode body = Json.MAPPER
                .createObjectNode()
                .put("forum", reader.forum())
                .put(
                        "party",
                        ofParty(reader)
                                ? reader.unit()
                                : form.getOrDefault("party", "").strip())
                .put("name", form.getOrDefault("name", "").strip())
                .put("secretHash", Ids.sha256(secret));
        roles.forEach(body.withArray("roles")::add);
        String days = form.getOrDefault("validDays", "").strip();
        if (days.matches("\\d{1,4}")) {
            body.put("validDays", Integer.parseInt(days));
        } else {
            body.put("validDays", days);
        }
        String email = form.getOrDefault("email", "").strip();
        return email.isEmpty() ? body.toString() : body.put("email", email).toString();
    }

    /** What the link offers, to whoever has it and is signed in. */
    @GetMapping("/invitation/{id:" + ID + "}/{secret:" + SECRET + "}")
    String offer(
            @PathVariable String id,
            @PathVariable String secret,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return offer(id, secret, signedIn(request, response, model), model);
    }

    private Upstream.Answer offer(String id, String secret, Current reader) {
        return upstream.get(INVITATIONS + "/" + id + "/offer", reader.token(), "Secret-Hash", Ids.sha256(secret));
    }

    private String offer(String id, String secret, Current reader, Model model) {
        Upstream.Answer answer = offer(id, secret, reader);
        if (!answer.ok()) {
            throw new ResponseStatusException(HttpStatus.valueOf(answer.status()));
        }
        JsonNode n = answer.json();
        String forum = n.path("forum").asString("");
        Map<String, String> offered = new LinkedHashMap<>();
        offered.put("name", n.path("name").asString(""));
        offered.put("party", n.path("party").asString(""));
        offered.put(
                "forum",
                reader.forums().stream()
                        .filter(f -> f.id().equals(forum))
                        .map(Reader.Forum::name)
                        .findFirst()
                        .orElse(forum));
        offered.put("roles", PeopleThings.roles(n));
        offered.put("expiresAt", Times.shown(n.path("expiresAt").asString(""), ""));
        model.addAttribute("offered", offered);
        model.addAttribute("open", PeopleThings.standing(n).equals("INVITED"));
        model.addAttribute("expired", PeopleThings.standing(n).equals(PeopleThings.EXPIRED));
        model.addAttribute("action", "/invitation/" + id + "/" + secret);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "invitation";
    }

    @PostMapping("/invitation/{id:" + ID + "}/{secret:" + SECRET + "}")
    String accept(
            @PathVariable String id,
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String key,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = signedIn(request, response, model);
        String body = Json.MAPPER.createObjectNode().put("secret", secret).toString();
        Upstream.Answer answer = upstream.post(INVITATIONS + "/" + id + "/accept", body, key, null, token(reader));
        if (answer.ok()) {
            String forum = offer(id, secret, reader).json().path("forum").asString("");
            return forum.matches(Pages.ID) ? "redirect:/?done=AcceptInvitation&forum=" + forum : "redirect:/";
        }
        response.setStatus(answer.status());
        model.addAttribute("problem", Problem.of(answer.json(), "/invitation/" + id + "/" + secret));
        return offer(id, secret, reader, model);
    }
}
