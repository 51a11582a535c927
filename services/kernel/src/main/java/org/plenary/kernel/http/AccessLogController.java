package org.plenary.kernel.http;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.accesslog.AccessLog;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.parking.Parking;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A day of the access log, page by page, for operators; that it is read is in it too. */
@RestController
public final class AccessLogController {
    private static final int LIMIT = ReadController.LIMIT_MAX;

    private final AccessLog log;
    private final Authority authority;
    private final Policy policy;
    private final InstantSource clock;

    /** Of one service. */
    public AccessLogController(AccessLog log, Authority authority, Policy policy, InstantSource clock) {
        this.log = log;
        this.authority = authority;
        this.policy = policy;
        this.clock = clock;
    }

    /** The entries of the day after the cursor, which is the number of the last one shown. */
    @GetMapping(value = "/api/${plenary.service}/access-log", produces = MediaType.APPLICATION_JSON_VALUE)
    public String page(@RequestParam(defaultValue = "") String day, @RequestParam(defaultValue = "0") String cursor) {
        var who = authority.standing(Parking.FORUM, Sender.subject(), clock.instant());
        if (policy.judge("ReadAccessLog", who, null, null, null) != Policy.Answer.ALLOW) {
            throw new Refused(Kind.FORBIDDEN, "Your role does not allow this: ReadAccessLog.");
        }
        if (!day.isEmpty() && !day.matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw BadInput.field("/day", "format", "day is yyyy-mm-dd.");
        }
        if (!cursor.matches("\\d{1,6}")) {
            throw BadInput.field("/cursor", "format", "The cursor is not one of ours.");
        }
        AccessFilter.reads(Audience.FORUM);
        String asked = day.isEmpty() ? clock.instant().toString().substring(0, 10) : day;
        List<Map<String, Object>> items = log.page(asked, Integer.parseInt(cursor), LIMIT);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("day", asked);
        shown.put("items", items);
        if (items.size() == LIMIT) {
            shown.put("next", String.valueOf(items.getLast().get("n")));
        }
        return Json.write(shown);
    }
}
