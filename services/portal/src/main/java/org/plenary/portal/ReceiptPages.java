package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.portal.Reader.Current;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** Receipts of what a person or its party did, to keep and to check without a server; and a whole conference to take away. */
@Controller
class ReceiptPages {
    private static final String VERSION = "[1-9][0-9]{0,8}";
    private static final Pattern INDEX = Pattern.compile("\nindex (\\d{1,18})\n");
    private static final Pattern SIZE = Pattern.compile("\n\n[^\n]+\n(\\d{1,18})\n");
    /** What a receipt says of itself where it is closed. */
    private static final Set<String> WITHHELD = Set.of("audience", "redacted", "lost");

    private final Reader readers;
    private final Upstream upstream;

    ReceiptPages(Reader readers, Upstream upstream) {
        this.readers = readers;
        this.upstream = upstream;
    }

    /**
     * A receipt as its page shows it.
     *
     * @param act what was done, in words
     * @param by who did it; empty where the receipt is closed
     * @param place its number in the log
     * @param size how many entries the signed log had
     * @param withheld why it is closed; empty where it is open
     */
    public record Receipt(
            String act, String by, String received, String recorded, String place, String size, String withheld) {}

    /** A receipt in a list. */
    public record Row(String act, String recorded, String href) {}

    private static String api(String stream, String version) {
        return "/api/record/receipts/" + stream + "/" + version;
    }

    @GetMapping("/receipts/{stream:" + Pages.ID + "}/{version:" + VERSION + "}")
    String receipt(
            @PathVariable String stream,
            @PathVariable String version,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = readers.evenAway(request, response);
        model.addAttribute("reader", reader);
        model.addAttribute("here", "/receipts/" + stream + "/" + version);
        Upstream.Answer answer =
                upstream.get(api(stream, version), reader.token()).unlessAway();
        if (answer.ok()) {
            model.addAttribute("receipt", read(answer.json()));
        } else if (answer.json().has("retryAfterSeconds")) {
            String seconds = answer.json().path("retryAfterSeconds").asString("2");
            response.setStatus(HttpStatus.NOT_FOUND.value());
            response.setHeader(HttpHeaders.RETRY_AFTER, seconds);
            model.addAttribute("later", answer.json().path("detail").asString(""));
            model.addAttribute("seconds", seconds);
        } else {
            throw new ResponseStatusException(HttpStatus.valueOf(answer.status()));
        }
        return "receipt";
    }

    private static Receipt read(JsonNode bundle) {
        JsonNode leaf = Json.tree(bundle.path("leaf").asString("{}"));
        JsonNode rest = bundle.path("opening").path("rest");
        String proof = bundle.path("proof").asString("");
        String withheld = bundle.path("withheld").asString("");
        String behalf = rest.path("onBehalfOf").asString("");
        return new Receipt(
                act(leaf.path("type").asString("")),
                rest.path("actor").asString("") + (behalf.isEmpty() ? "" : ", on behalf of " + behalf),
                rest.has("receivedAt") ? Times.shown(rest.path("receivedAt").asString(""), "") : "",
                Times.shown(leaf.path("recordedAt").asString(""), ""),
                first(INDEX, proof),
                first(SIZE, proof),
                WITHHELD.contains(withheld) ? withheld : "");
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    /** {@code org.plenary.agenda.ItemSubmitted.v1} in words: item submitted. */
    static String act(String type) {
        String[] parts = type.split("\\.", -1);
        String name = parts.length > 1 ? parts[parts.length - 2] : type;
        String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
    }

    @GetMapping("/receipts/{stream:" + Pages.ID + "}/{version:" + VERSION + "}/file")
    ResponseEntity<byte[]> file(
            @PathVariable String stream,
            @PathVariable String version,
            HttpServletRequest request,
            HttpServletResponse response) {
        Upstream.File file = upstream.file(
                api(stream, version), readers.evenAway(request, response).token());
        if (file.status() != 200) {
            throw new ResponseStatusException(HttpStatus.valueOf(file.status()));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        file.disposition().isEmpty() ? "attachment" : file.disposition())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(file.bytes());
    }

    @GetMapping("/receipts/{stream:" + Pages.ID + "}")
    String receipts(
            @PathVariable String stream,
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Current reader = readers.evenAway(request, response);
        model.addAttribute("reader", reader);
        Upstream.Listed page =
                upstream.list("/api/record/receipts?stream=" + stream, reader.token(), Pages.known(cursor));
        List<Row> rows = new ArrayList<>();
        for (JsonNode n : page.items()) {
            rows.add(new Row(
                    act(n.path("type").asString("")),
                    Times.shown(n.path("recordedAt").asString(""), ""),
                    "/receipts/" + stream + "/" + n.path("version").asInt()));
        }
        model.addAttribute("rows", rows);
        model.addAttribute("next", Pages.next("/receipts/" + stream + "?cursor=", page.next(), ""));
        return "receipts";
    }

    @GetMapping("/exports/{meeting:meeting-[a-z0-9-]{1,100}}")
    String export(@PathVariable String meeting, HttpServletRequest request, HttpServletResponse response, Model model) {
        Current reader = readers.evenAway(request, response);
        Upstream.Answer answer =
                upstream.get("/api/meeting/meetings/" + meeting, reader.token()).unlessAway();
        if (!answer.ok()) {
            throw new ResponseStatusException(HttpStatus.valueOf(answer.status()));
        }
        model.addAttribute("reader", reader);
        model.addAttribute("title", answer.json().path("title").asString(""));
        model.addAttribute("meeting", meeting);
        return "export";
    }

    /** Passed on as it comes, so that no export is ever held here. */
    @GetMapping("/exports/{meeting:meeting-[a-z0-9-]{1,100}}/file")
    void exported(@PathVariable String meeting, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HttpResponse<InputStream> answer = upstream.stream(
                "/api/record/exports/" + meeting,
                readers.evenAway(request, response).token());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new ResponseStatusException(HttpStatus.valueOf(answer.statusCode()));
            }
            response.setContentType("application/zip");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition(answer));
            body.transferTo(response.getOutputStream());
        }
    }

    private static String disposition(HttpResponse<?> answer) {
        @Nullable
        String said =
                answer.headers().firstValue(HttpHeaders.CONTENT_DISPOSITION).orElse(null);
        return said == null ? "attachment" : said;
    }
}
