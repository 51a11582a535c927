package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.ForumEvent.BodyChanged;
import org.plenary.membership.domain.PartyEvent.*;
import tools.jackson.databind.JsonNode;

/**
 * What the Popolo schemas demand: an organization has an id and a name; a post an id, a label and an organization; a
 * membership an organization and a member; dates are year, month, day; references resolve; no end is before its start.
 */
class PopoloTest {
    private static final Instant LATER = NOON.plus(Duration.ofDays(30));
    private static final JsonNode POPOLO = Json.tree(Json.write(Popolo.of("forum-1", forum(), parties(), NOON)));

    private static Forum forum() {
        return ForumChangesTest.founded()
                .given(new BodyChanged(
                        "steering-group", null, null, List.of("fj"), List.of("nz"), LATER, "p", "h", List.of("au")))
                .state();
    }

    private static Map<String, Party> parties() {
        Map<String, Party> parties = new TreeMap<>();
        PartyDecider rules = new PartyDecider();
        for (String slug : List.of("au", "id", "th", "nz", "fj")) {
            Party p = rules.evolve(
                    rules.initial(),
                    new PartyRegistered(
                            "forum-1",
                            slug,
                            PartyClass.OBSERVER_STATE,
                            slug,
                            "UTC",
                            null,
                            List.of("https://example.org/" + slug)));
            p = rules.evolve(p, new PartyClassChanged(PartyClass.MEMBER_STATE, LATER, "Admitted.", "secretariat"));
            parties.put("party-1-" + slug, rules.evolve(p, new PartyRenamed("id", slug + " id", LATER, "s")));
        }
        return parties;
    }

    private static Set<String> ids(String list) {
        Set<String> ids = new HashSet<>();
        POPOLO.path(list)
                .forEach(o -> assertThat(ids.add(o.path("id").asString()))
                        .as(o.toString())
                        .isTrue());
        return ids;
    }

    @Test
    void ids_are_unique_and_references_resolve() {
        Set<String> organizations = ids("organizations");
        Set<String> posts = ids("posts");
        assertThat(ids("memberships")).isNotEmpty();
        POPOLO.path("organizations").forEach(o -> {
            assertThat(o.path("name").asString()).as(o.toString()).isNotEmpty();
            if (o.has("parent_id")) {
                assertThat(organizations).contains(o.path("parent_id").asString());
            }
        });
        POPOLO.path("posts").forEach(p -> {
            assertThat(p.path("label").asString()).as(p.toString()).isNotEmpty();
            assertThat(p.path("role").asString()).as(p.toString()).isNotEmpty();
            assertThat(organizations).contains(p.path("organization_id").asString());
        });
        POPOLO.path("memberships").forEach(m -> {
            assertThat(organizations)
                    .contains(
                            m.path("organization_id").asString(),
                            m.path("member").path("id").asString());
            if (m.has("post_id")) {
                assertThat(posts).contains(m.path("post_id").asString());
            }
        });
    }

    @Test
    void dates_are_days_and_no_membership_ends_before_it_begins() {
        POPOLO.path("memberships").forEach(m -> {
            for (String date : List.of("start_date", "end_date")) {
                if (m.has(date)) {
                    assertThat(m.path(date).asString()).matches("[0-9]{4}(-[0-9]{2}){2}");
                }
            }
            if (m.has("start_date") && m.has("end_date")) {
                assertThat(m.path("end_date").asString())
                        .isGreaterThanOrEqualTo(m.path("start_date").asString());
            }
        });
    }

    @Test
    void a_change_of_class_and_of_a_seat_are_two_memberships_that_meet_at_its_date() {
        assertThat(Json.write(POPOLO.path("memberships")))
                .contains(
                        "\"role\":\"OBSERVER_STATE\",\"organization_id\":\"forum-1\",\"member\":{\"id\":\"party-1-au\"}"
                                + ",\"end_date\":\"2027-02-14\"")
                .contains("\"role\":\"MEMBER_STATE\",\"organization_id\":\"forum-1\",\"member\":{\"id\":\"party-1-au\"}"
                        + ",\"start_date\":\"2027-02-14\"")
                .contains("\"member\":{\"id\":\"party-1-nz\"},\"post_id\":\"forum-1/steering-group/member\""
                        + ",\"end_date\":\"2027-02-14\"")
                .contains("\"member\":{\"id\":\"party-1-fj\"},\"post_id\":\"forum-1/steering-group/member\""
                        + ",\"start_date\":\"2027-02-14\"");
    }

    @Test
    void no_person_stands_in_it() {
        assertThat(POPOLO.propertyNames()).containsExactly("organizations", "posts", "memberships");
        assertThat(POPOLO.toString()).doesNotContain("person", "secretariat", "operator");
    }
}
