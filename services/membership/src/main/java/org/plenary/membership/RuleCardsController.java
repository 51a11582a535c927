package org.plenary.membership;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Loaded;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.http.Sender;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.Card;
import org.plenary.membership.domain.CardInWords;
import org.plenary.membership.domain.Forum;
import org.plenary.membership.domain.ForumChange.OfCard;
import org.plenary.membership.domain.ForumProposal;
import org.plenary.membership.domain.RuleCard;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The rule cards of a forum in all versions, each in words, and what open proposals would change. */
@RestController
class RuleCardsController {
    private final ForumAggregate forums;
    private final CommandHandler handler;
    private final Authority authority;
    private final Policy policy;
    private final InstantSource clock;

    RuleCardsController(
            ForumAggregate forums, CommandHandler handler, Authority authority, Policy policy, InstantSource clock) {
        this.forums = forums;
        this.handler = handler;
        this.authority = authority;
        this.policy = policy;
        this.clock = clock;
    }

    @GetMapping("/api/membership/forums/{id:forum-[a-z0-9-]{1,100}}/rule-cards")
    ResponseEntity<String> ruleCards(@PathVariable String id) {
        Loaded<Forum> loaded = handler.read(forums, id);
        Forum forum = loaded.state();
        Policy.Answer answer = policy.judge(
                "ReadRuleCards",
                authority.standing(id, Sender.subject(), clock.instant()),
                null,
                null,
                forum.status().name());
        if (forum.status() == Forum.Status.NONE || answer != Policy.Answer.ALLOW) {
            throw new Refused(Kind.NOT_FOUND, "There is no such forum.");
        }
        return ResponseEntity.ok()
                .eTag("\"" + loaded.version() + "\"")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.write(shown(id, forum)));
    }

    static Map<String, Object> shown(String id, Forum forum) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("forum", id);
        shown.put("cards", forum.ruleCards().stream().map(r -> shown(r, forum)).toList());
        List<Map<String, Object>> proposals = new ArrayList<>();
        for (ForumProposal p : forum.proposals()) {
            OfCard card = p.change().card();
            if (card != null) {
                proposals.add(proposed(p, card, forum));
            }
        }
        shown.put("proposals", proposals);
        return shown;
    }

    private static Map<String, Object> shown(RuleCard r, Forum forum) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("body", r.body());
        shown.put("meetingType", r.meetingType());
        shown.put("ruleCardVersion", r.ruleCardVersion());
        shown.put("inForce", forum.card(r.body(), r.meetingType()).orElseThrow().equals(r));
        shown.put("adoptedByKeys", r.proposal() != null);
        shown.put("source", r.source());
        shown.put("card", r.card());
        shown.put("inWords", CardInWords.sentences(r.card()));
        return shown;
    }

    private static Map<String, Object> proposed(ForumProposal p, OfCard c, Forum forum) {
        Card before = forum.card(c.body(), c.meetingType()).map(RuleCard::card).orElse(null);
        Map<String, Object> shown = ForumAggregate.shown(p);
        shown.put("inWords", CardInWords.sentences(c.card()));
        shown.put("differences", CardInWords.differences(before, c.card()));
        return shown;
    }
}
