package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.RandomHistories.pick;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.test.RandomHistories;
import org.plenary.membership.domain.ForumCommand.*;
import org.plenary.membership.domain.ForumEvent.*;

/** Whatever is sent to a forum in whatever order, these hold. */
class ForumPropertyTest {
    private static final String KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    @Test
    void nothing_comes_into_force_without_every_holders_key_on_its_hash() {
        new RandomHistories<>(
                        new ForumDecider(),
                        ForumEvent.class,
                        List.of(ForumChangesTest.AU, ForumChangesTest.ID, ForumChangesTest.TH),
                        random -> new ForumFacts(Set.of("au", "id", "th", "fj")),
                        (random, f, now) -> next(random, f))
                .stepsOf(Duration.ofDays(2))
                .run(300, 25, (where, before, command, events, f, act) -> {
                    for (ForumEvent e : events) {
                        String proposal = settledBy(e);
                        if (proposal != null) {
                            ForumProposal p = before.proposal(proposal).orElseThrow();
                            assertThat(p.keys().turn(act.unit(), act.actor()).complete())
                                    .as(where)
                                    .isTrue();
                            assertThat(act.onBehalfOf()).as(where).isNull();
                            assertThat(p.keys().holders())
                                    .as(where + ": those who hold the keys now")
                                    .containsExactlyInAnyOrderElementsOf(
                                            ForumChanges.holders(p.change(), before, act.receivedAt()));
                        }
                        if (e instanceof BodyChanged b) {
                            assertThat(b.from()).as(where).isAfterOrEqualTo(act.receivedAt());
                        }
                    }
                    assertThat(f.ruleCards()).as(where + ": versions stay").containsAll(before.ruleCards());
                    assertThat(f.logOrigins().stream().map(o -> o.log() + " " + o.vkey()))
                            .as(where + ": nothing is ordered twice")
                            .doesNotHaveDuplicates();
                    f.body(Forum.CONFERENCE)
                            .flatMap(Body::last)
                            .ifPresent(last -> assertThat(last.keyholders())
                                    .as(where + ": the conference keeps two keys")
                                    .hasSizeGreaterThanOrEqualTo(2));
                    f.bodies()
                            .forEach(b -> b.last()
                                    .ifPresent(last -> assertThat(new HashSet<>(last.members()))
                                            .as(where + ": a seat is held once")
                                            .hasSameSizeAs(last.members())));
                    assertThat(f.proposals().size()).as(where).isLessThanOrEqualTo(ForumChanges.OPEN_MAX);
                });
    }

    private static String settledBy(ForumEvent e) {
        return switch (e) {
            case RuleCardAdopted a -> a.proposal();
            case BodyChanged b -> b.proposal();
            case SigningKeyRotated k -> k.proposal();
            case LogOriginAdopted l -> l.proposal();
            default -> null;
        };
    }

    private static ForumCommand next(Random random, Forum f) {
        if (f.status() == Forum.Status.NONE) {
            return founding();
        }
        Instant from = NOON.plus(Duration.ofDays(random.nextInt(60)));
        List<String> one = List.of(pick(random, "au", "id", "th", "fj"));
        return switch (random.nextInt(8)) {
            case 0 ->
                new ProposeRuleCard(
                        "conference",
                        "CONSULTATION",
                        "Ours.",
                        ForumChangesTest.silence(ForumChangesTest.CARD, Duration.ofDays(1 + random.nextInt(5)), null));
            case 1 ->
                new ProposeBodyChange(
                        "conference",
                        null,
                        pick(random, null, null, List.of(), List.of("au"), List.of("au", "th")),
                        one,
                        List.of(),
                        from);
            case 2 -> new ProposeBodyChange("group", "Group", List.of("au", "th"), List.of(), one, from);
            case 3 -> new ProposeSigningKey("au", "au-" + random.nextInt(9), KEY, true, pick(random, null, "au-1"));
            case 4 -> pick(random, LogOriginTest.PROPOSE, LogOriginTest.NEXT);
            case 5 -> new WithdrawForumChange(any(random, f), "Not now.");
            default -> {
                String id = any(random, f);
                String hash = f.proposal(id).map(p -> p.keys().hash()).orElse("0".repeat(64));
                yield new ConsentToForumChange(id, random.nextInt(9) == 0 ? "1".repeat(64) : hash);
            }
        };
    }

    private static String any(Random random, Forum f) {
        return f.proposals().isEmpty()
                ? "none"
                : f.proposals().get(random.nextInt(f.proposals().size())).proposal();
    }

    private static FoundForum founding() {
        return new FoundForum(
                "Forum",
                "FF",
                true,
                "1",
                "Objectives",
                List.of(),
                List.of(new BodyEntry("conference", "Conference", List.of("au", "id"), List.of("au", "id"))),
                List.of(
                        new PartyEntry("au", PartyClass.MEMBER_STATE, "AU", "UTC", null, null),
                        new PartyEntry("id", PartyClass.MEMBER_STATE, "ID", "UTC", null, null)),
                List.of(),
                List.of(new RuleCardEntry("conference", "MINISTERIAL_CONFERENCE", "Ours.", ForumChangesTest.CARD)),
                List.of(new SigningKeyEntry("au", "au-1", KEY, true)));
    }
}
