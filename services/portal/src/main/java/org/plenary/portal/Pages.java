package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.portal.Acts.Act;
import org.plenary.portal.Reader.Current;
import org.plenary.portal.Upstream.Listed;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** Every page, and the one way that a form becomes a command. */
@Controller
public class Pages {
    private static final Map<String, String> COLLECTIONS = Map.ofEntries(
            Map.entry("meetings", "/api/meeting/meetings"),
            Map.entry("items", "/api/agenda/items"),
            Map.entry("agendas", "/api/agenda/agendas"),
            Map.entry("documents", "/api/outcomes/documents"),
            Map.entry("commitments", "/api/outcomes/commitments"),
            Map.entry("accreditations", "/api/membership/accreditations"),
            Map.entry("credentials-reports", "/api/membership/credentials-reports"),
            Map.entry("protocol-orders", "/api/membership/protocol-orders"),
            Map.entry("people", "/api/membership/people"),
            Map.entry("invitations", "/api/membership/invitations"),
            Map.entry("dispatches", "/api/circulation/dispatches"),
            Map.entry("parties", "/api/membership/parties"));
    /** Collections whose things have a page of their own. */
    static final String LIVE = "meetings|items|agendas|documents|commitments|accreditations|credentials-reports"
            + "|protocol-orders|people|invitations|dispatches|parties";
    /** Collections that can be narrowed to one meeting's. */
    private static final Set<String> OF_A_MEETING =
            Set.of("items", "documents", "accreditations", "credentials-reports", "protocol-orders");
    /** Things that a person may be too near to, and keep away from. */
    private static final Set<String> RECUSABLE = Set.of("meetings", "items", "documents", "accreditations");
    /** What may wait for somebody. */
    private static final List<String> WORK = List.of(
            "meetings", "items", "agendas", "documents", "commitments", "accreditations", "credentials-reports");

    /** Where a page of a list ended, as an owner says it. */
    static final String CURSOR = "[A-Za-z0-9_-]{1,400}";
    /** A stream's id. */
    static final String ID = "[a-z]+-[a-z0-9-]{1,110}";

    private final Reader readers;
    private final Upstream upstream;
    private final DemonstrationSigner signer;
    private final Forms forms;
    private final Options options;

    Pages(Reader readers, Upstream upstream, DemonstrationSigner signer, Forms forms, Options options) {
        this.readers = readers;
        this.upstream = upstream;
        this.signer = signer;
        this.forms = forms;
        this.options = options;
    }

    /** A row of a list: what it is, its state, and where its page is. */
    public record Row(String title, String status, String detail, String href) {}

    private Current reader(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.of(request, response);
        model.addAttribute("reader", reader);
        return reader;
    }

    @GetMapping("/")
    String home(HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = reader(request, response, model);
        if (reader.forum() != null) {
            List<JsonNode> meetings = all("meetings", reader);
            List<JsonNode> documents = all("documents", reader);
            model.addAttribute("meetings", rows("meetings", meetings));
            model.addAttribute(
                    "silence",
                    rows("documents", documents).stream()
                            .filter(r -> r.status().equals("UNDER_SILENCE"))
                            .toList());
            List<Row> waiting = new ArrayList<>();
            if (reader.signedIn()) {
                for (String collection : WORK) {
                    List<JsonNode> things = switch (collection) {
                        case "meetings" -> meetings;
                        case "documents" -> documents;
                        default -> all(collection, reader);
                    };
                    waiting.addAll(rows(
                            collection,
                            things.stream()
                                    .filter(n -> waits(collection, n, reader))
                                    .toList()));
                }
            }
            model.addAttribute("waiting", waiting);
        }
        return "home";
    }

    @GetMapping("/{collection:meetings|items|documents|commitments|accreditations|dispatches|parties"
            + "|credentials-reports|protocol-orders}")
    String list(
            @PathVariable String collection,
            @RequestParam(required = false) @Nullable String meeting,
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = reader(request, response, model);
        boolean ofMeeting = meeting != null && meeting.matches(ID) && OF_A_MEETING.contains(collection);
        String filter = ofMeeting ? "&meeting=" + meeting : "";
        model.addAttribute("collection", collection);
        Listed page = reader.forum() == null
                ? new Listed(List.of(), "")
                : upstream.list(all(collection, reader.forum()) + filter, reader.token(), known(cursor));
        model.addAttribute("rows", rows(collection, page.items()));
        model.addAttribute("next", next("/" + collection + "?cursor=", page.next(), filter));
        return "list";
    }

    /** A cursor that an owner may have given; else the list from its beginning. */
    static String known(String cursor) {
        return cursor.matches(CURSOR) ? cursor : "";
    }

    /** Where the next page of a list is; empty after the last. */
    static String next(String path, String cursor, String filter) {
        return cursor.isEmpty() ? "" : path + cursor + filter;
    }

    private static String all(String collection, @Nullable String forum) {
        return path(collection) + "?limit=200&forum=" + forum;
    }

    private List<JsonNode> all(String collection, Current reader) {
        return upstream.all(all(collection, reader.forum()), reader.token());
    }

    private static boolean waits(String collection, JsonNode n, Current reader) {
        return Acts.waits(
                path(collection), n.path("status").asString(""), n.path("party").asString(""), reader);
    }

    private static List<Row> rows(String collection, List<JsonNode> things) {
        List<Row> rows = new ArrayList<>();
        things.forEach(n -> rows.add(row(collection, n)));
        return collection.equals("meetings") ? rows.reversed() : rows;
    }

    private static Row row(String collection, JsonNode n) {
        String title = n.path("title")
                .asString(n.path("name")
                        .asString(n.path("quote")
                                .asString(n.path("party")
                                        .asString(n.path("meeting").asString("")))));
        String symbol = n.path("symbol").asString(n.path("symbolStem").asString(""));
        String detail = switch (collection) {
            case "meetings" ->
                n.path("opensAt").isString()
                        ? Times.shown(
                                n.path("opensAt").asString(), n.path("zone").asString(""))
                        : n.path("startDate").asString("") + " "
                                + n.path("city").asString("");
            case "items" ->
                n.path("party").asString("")
                        + filed(n)
                        + ", " + Thing.words(n.path("channel").asString(""));
            case "dispatches" ->
                Thing.words(n.path("kind").asString("")) + ": " + n.path("sent").asInt() + " sent, "
                        + n.path("acknowledged").asInt() + " acknowledged of "
                        + n.path("recipients").asInt();
            case "parties" ->
                Thing.words(InForce.at(Instant.now(), n.path("classes"), "partyClass")) + ", "
                        + n.path("zone").asString("")
                        + (n.path("mark").isString() ? ", " + n.path("mark").asString() : "");
            case "accreditations" -> Thing.words(n.path("capacity").asString("")) + filed(n);
            case "credentials-reports" ->
                "edition " + n.path("edition").asInt() + ", "
                        + n.path("entries").asInt() + " people, "
                        + n.path("contested").asInt() + " contested";
            case "protocol-orders" -> "from " + n.path("letter").asString("");
            default -> n.path("date").asString("");
        };
        String href = "/" + collection + "/" + n.path("id").asString();
        return new Row(
                (symbol.isEmpty() ? "" : symbol + " ") + title, n.path("status").asString(""), detail, href);
    }

    private static String filed(JsonNode n) {
        return n.path("filedBy").isString() ? " (filed by " + n.path("filedBy").asString() + " on its behalf)" : "";
    }

    @GetMapping("/{collection:" + LIVE + "}/{id:" + ID + "}")
    String thing(
            @PathVariable String collection,
            @PathVariable String id,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return show(collection, id, reader(request, response, model), request, model);
    }

    /** Where the owner has a collection. */
    static String path(String collection) {
        return java.util.Objects.requireNonNull(COLLECTIONS.get(collection));
    }

    private String show(String collection, String id, Current asked, HttpServletRequest request, Model model) {
        String path = path(collection);
        Upstream.Answer answer = upstream.get(path + "/" + id, asked.token());
        if (!answer.ok()) {
            throw new ResponseStatusException(HttpStatus.valueOf(answer.status()));
        }
        Current reader = readers.in(answer.json().path("forum").asString(""), asked, request);
        model.addAttribute("reader", reader);
        Thing thing = Thing.of(collection, answer.json(), answer.etag());
        model.addAttribute("thing", thing);
        model.addAttribute("key", UUID.randomUUID().toString());
        String party = answer.json().path("party").asString("");
        List<Act> acts = new ArrayList<>(Acts.offered(path, thing.status(), party, reader));
        Map<String, Map<String, String>> chosen = options.of(acts, reader, answer.json());
        acts.removeIf(a -> a.fields().stream()
                .map(f -> chosen.get(Options.key(a.op(), f.name())))
                .anyMatch(o -> o != null && o.isEmpty()));
        model.addAttribute("acts", acts);
        model.addAttribute("options", chosen);
        Map<String, String> behalf =
                acts.stream().anyMatch(Act::onBehalf) ? forms.parties(reader) : new LinkedHashMap<>();
        if (!party.isEmpty()) {
            behalf.keySet().retainAll(Set.of(party));
        }
        model.addAttribute("parties", behalf);
        model.addAttribute(
                "demonstrationKey",
                collection.equals("documents") && signer.holds(reader.unit()) && reader.is("CO_CHAIR"));
        Map<String, String> everywhere =
                collection.equals("agendas") ? proposed(answer.json(), reader) : keptAwayFrom(request);
        model.addAttribute("history", collection.equals("parties") ? party : id);
        model.addAttribute("opened", everywhere.containsKey("f.thing") ? "RecusePerson" : "");
        model.addAttribute("blanks", Blanks.of(acts, answer.json(), everywhere));
        String made = request.getParameter("receipt");
        model.addAttribute("receipt", made != null && made.matches("[1-9]\\d{0,8}") ? made : null);
        if (RECUSABLE.contains(collection) && reader.person() != null) {
            model.addAttribute("recusal", "/people/" + reader.person() + "?thing=" + id);
        }
        if (RedactionPages.mayRedact(reader)) {
            model.addAttribute("redact", "/redact/" + collection + "/" + id);
        }
        return "thing";
    }

    /** From what a person comes to keep away, where a page led here for that. */
    private static Map<String, String> keptAwayFrom(HttpServletRequest request) {
        String thing = request.getParameter("thing");
        return thing != null && thing.matches(ID) ? Map.of("f.thing", thing) : Map.of();
    }

    /** An edition to freeze, to begin with: the items that may be listed, in the order they were received. */
    private Map<String, String> proposed(JsonNode agenda, Current reader) {
        String ofMeeting = "&meeting=" + agenda.path("meeting").asString("");
        List<String> items = new ArrayList<>();
        for (JsonNode n : upstream.all(all("items", reader.forum()) + ofMeeting, reader.token())) {
            if (List.of("ADMITTED", "LISTED").contains(n.path("status").asString(""))) {
                items.add(n.path("id").asString());
            }
        }
        return Map.of("f.items", String.join("\n", items));
    }

    @GetMapping("/new/{op:[A-Za-z]{1,40}}")
    String creation(@PathVariable String op, HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = reader(request, response, model);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("f.forum", reader.forum() == null ? "" : reader.forum());
        form.put("f.party", reader.unit());
        for (String known : List.of("meeting", "document")) {
            String value = request.getParameter(known);
            if (value != null && value.matches(ID)) {
                form.put("f." + known, value);
            }
        }
        return blank(Acts.of(op), form, reader, model);
    }

    private String blank(Act act, Map<String, String> form, Current reader, Model model) {
        if (!act.verb().isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        model.addAttribute("act", act);
        model.addAttribute("parties", act.onBehalf() ? forms.parties(reader) : Map.of());
        model.addAttribute("options", options.of(List.of(act), reader, Json.MAPPER.createObjectNode()));
        model.addAttribute("form", form);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "new";
    }

    /** Sends the command that the form is for, bound to what was shown; a refusal shows the form again with the rule. */
    @PostMapping("/act")
    String act(
            @RequestParam Map<String, String> form,
            @RequestParam(required = false) @Nullable MultipartFile file,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model)
            throws IOException {
        Current reader = reader(request, response, model);
        Act act = Acts.of(form.getOrDefault("op", ""));
        String id = form.getOrDefault("id", "");
        if (reader.token() == null || (!act.verb().isEmpty() && !id.matches(ID))) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        Upstream.Answer answer = forms.send(act, form, file, reader);
        String collection = act.path().substring(act.path().lastIndexOf('/') + 1);
        if (answer.ok()) {
            return "redirect:/" + collection + "/"
                    + answer.json().path("stream").asString() + "?done="
                    + URLEncoder.encode(act.op(), StandardCharsets.UTF_8) + receipt(answer.json());
        }
        response.setStatus(answer.status());
        String page = act.verb().isEmpty() ? "/new/" + act.op() : "/" + collection + "/" + id;
        model.addAttribute("problem", Problem.of(answer.json(), page));
        model.addAttribute("refused", act.op());
        if (answer.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            model.addAttribute("unsure", act.op()); // it may stand: sent again as it was, it is done once
        }
        model.addAttribute("form", form);
        return act.verb().isEmpty() ? blank(act, form, reader, model) : show(collection, id, reader, request, model);
    }

    /** Which event the act made: its receipt is offered. */
    private static String receipt(JsonNode answer) {
        String event = answer.path("events").path(0).asString("");
        String version = event.substring(event.indexOf('@') + 1);
        return version.matches("[1-9]\\d{0,8}") ? "&receipt=" + version : "";
    }

    @GetMapping("/about")
    String about(HttpServletRequest request, HttpServletResponse response, Model model) {
        model.addAttribute("reader", readers.evenAway(request, response));
        return "about";
    }
}
