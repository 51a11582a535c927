package org.plenary.membership;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.http.BadInput;
import org.plenary.kernel.http.CommandController;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.http.Sender;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.Forum;
import org.plenary.membership.domain.ImportCommand.Format;
import org.plenary.membership.domain.Party;
import org.plenary.membership.domain.Popolo;
import org.plenary.membership.domain.RegisterComparison;
import org.plenary.membership.domain.RegisterExport;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What an import would do, with nothing stored; and the register as a file. */
final class RegisterRoutes {
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");
    private final Contract contract;
    private final Policy policy;
    private final Authority authority;
    private final CommandHandler handler;
    private final ForumAggregate forums;
    private final PartyAggregate parties;
    private final PartiesView list;
    private final RegisterImports imports;
    private final InstantSource clock;

    RegisterRoutes(
            Contract contract,
            Policy policy,
            Authority authority,
            CommandHandler handler,
            ForumAggregate forums,
            PartyAggregate parties,
            PartiesView list,
            RegisterImports imports,
            InstantSource clock) {
        this.contract = contract;
        this.policy = policy;
        this.authority = authority;
        this.handler = handler;
        this.forums = forums;
        this.parties = parties;
        this.list = list;
        this.imports = imports;
        this.clock = clock;
    }

    /** What the secretariat would change by an import, and the hash that the import must carry. */
    ServerResponse preview(ServerRequest http) throws IOException {
        if (Sender.subject().isEmpty()) {
            throw new Refused(Kind.SIGN_IN_REQUIRED, "Please sign in first.");
        }
        String body = CommandController.body(Objects.requireNonNull(contract.operation("PreviewRegisterImport")), http);
        String forum = permitted("PreviewRegisterImport", http);
        Format format = Format.valueOf(Json.tree(body).path("format").asString());
        String content = Json.tree(body).path("content").asString();
        RegisterComparison.Result result =
                RegisterComparison.of(imports.gather(forum, format, content), Json.millis(clock.instant()));
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("forum", forum);
        shown.put("hash", result.hash(forum));
        shown.put("changes", result.changes());
        shown.put("unchanged", result.unchanged());
        shown.put("refusedLines", result.refusedLines());
        shown.put("refused", result.refused());
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).body(Json.write(shown));
    }

    ServerResponse export(ServerRequest http) {
        String forum = permitted("ExportRegister", http);
        Forum founded = handler.read(forums, forum).state();
        if (founded.status() == Forum.Status.NONE) {
            throw new Refused(Kind.NOT_FOUND, "There is no such forum.");
        }
        Map<String, Party> known = new LinkedHashMap<>();
        list.streams(forum).forEach(s -> known.put(s, handler.read(parties, s).state()));
        List<Party> all = new ArrayList<>(known.values());
        Instant now = clock.instant();
        return switch (http.param("format").orElse("json")) {
            case "json" -> file("json", MediaType.APPLICATION_JSON, Json.write(RegisterExport.lines(all, now)));
            case "csv" -> file("csv", CSV, RegisterFile.csv(RegisterExport.lines(all, now)));
            case "popolo" ->
                file("popolo.json", MediaType.APPLICATION_JSON, Json.write(Popolo.of(forum, founded, known, now)));
            default -> throw BadInput.field("/format", "enum", "format is json, csv or popolo.");
        };
    }

    private static ServerResponse file(String extension, MediaType type, String text) {
        return ServerResponse.ok()
                .contentType(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"register." + extension + "\"")
                .body(text);
    }

    private String permitted(String operation, ServerRequest http) {
        String forum = http.param("forum")
                .filter(f -> f.matches("forum-[a-z0-9-]{1,100}"))
                .orElseThrow(() -> BadInput.field("/forum", "required", "Name the forum."));
        Policy.Answer answer =
                policy.judge(operation, authority.standing(forum, Sender.subject(), clock.instant()), null, null, null);
        if (http.headers().firstHeader("On-Behalf-Of") != null) {
            throw new Refused(Kind.ON_BEHALF_NOT_ALLOWED, "This is done in one's own name.");
        }
        if (answer != Policy.Answer.ALLOW) {
            throw new Refused(Kind.FORBIDDEN, "Your role does not allow this: " + operation + ".");
        }
        return forum;
    }
}
