package org.plenary.membership;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.http.Sender;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The two reads that belong to no one forum's page: which forums there are, and who the bearer is in one. */
@RestController
class MembershipController {
    private final ForumsView forums;
    private final Authority authority;
    private final InstantSource clock;

    MembershipController(ForumsView forums, Authority authority, InstantSource clock) {
        this.forums = forums;
        this.authority = authority;
        this.clock = clock;
    }

    @GetMapping("/api/membership/forums")
    Map<String, Object> forums() {
        return Map.of("items", forums.realOnesFirst());
    }

    @GetMapping("/api/membership/me")
    Map<String, Object> me(@RequestParam String forum) {
        Standing standing = authority.standing(forum, Sender.subject(), clock.instant());
        Map<String, Object> me = new TreeMap<>();
        me.put("subject", standing.subject());
        if (standing.unit() != null) {
            me.put("unit", standing.unit());
        }
        List<Map<String, String>> grants = standing.grants().stream()
                .map(g -> g.body() == null ? Map.of("role", g.role()) : Map.of("role", g.role(), "body", g.body()))
                .toList();
        me.put("grants", grants);
        return me;
    }
}
