package org.plenary.meeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;

import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.test.Examples;

/** What meeting keeps of the register: parties, bodies and cards by date; every event is its contract's example. */
class MembershipCopiesTest {
    private static final Instant JOINED = Instant.parse("2027-03-01T00:00:00Z");
    private static final Instant ADMITTED = Instant.parse("2027-06-01T00:00:00Z");

    private static Document party(String... events) {
        Document p = null;
        for (String e : events) {
            p = PartyCopy.fold(p, Examples.of("membership", "party", e));
        }
        return p;
    }

    @Test
    void a_party_of_the_founding_is_of_its_class_from_the_start_and_until_a_change() {
        Document th = party("PartyRegistered");
        assertThat(PartyCopy.classAt(th, Instant.EPOCH)).isEqualTo("MEMBER_STATE");
        Document changed = party("PartyRegistered", "PartyRenamed");
        assertThat(changed).isEqualTo(th);
    }

    @Test
    void a_party_that_joined_later_has_no_class_before_and_the_changed_one_from_its_date() {
        Document fj = party("PartyEntered", "PartyClassChanged");
        assertThat(PartyCopy.classAt(fj, JOINED.minusMillis(1))).isNull();
        assertThat(PartyCopy.classAt(fj, JOINED)).isEqualTo("OBSERVER_STATE");
        assertThat(PartyCopy.classAt(fj, ADMITTED.minusMillis(1))).isEqualTo("OBSERVER_STATE");
        assertThat(PartyCopy.classAt(fj, ADMITTED)).isEqualTo("MEMBER_STATE");
        assertThat(PartyCopy.classAt(null, ADMITTED)).isNull();
    }

    private static Document forum(String... events) {
        Document f = null;
        for (String e : events) {
            f = MeetingReactions.forum(f, Examples.of("membership", "forum", e));
        }
        return f;
    }

    @Test
    void an_adopted_card_is_the_one_that_the_next_meeting_is_proposed_by() {
        Document cards = forum("RuleCardImported", "RuleCardAdopted").get("cards", Document.class);
        Document card = cards.get("conference|MINISTERIAL_CONFERENCE", Document.class);
        assertThat(card.getInteger("ruleCardVersion")).isEqualTo(2);
        assertThat(card.get("card", Document.class).getString("silenceMinimum")).isEqualTo("PT96H");
    }

    @Test
    void a_body_that_is_yet_to_be_has_no_keyholders_and_then_those_of_its_date() {
        Document bodies = forum("BodyEstablished").get("bodies", Document.class);
        BodyCopy.changed(
                bodies,
                new Document("body", "group")
                        .append("keyholders", List.of("au", "th"))
                        .append("seat", List.of("fj"))
                        .append("unseat", List.of())
                        .append("from", ADMITTED.toString()));
        Document group = bodies.get("group", Document.class);
        assertThat(BodyCopy.at(group, ADMITTED.minusMillis(1))).isNull();
        assertThat(BodyCopy.at(group, ADMITTED))
                .isEqualTo(new Document("keyholders", List.of("au", "th")).append("members", List.of("fj")));
        assertThat(BodyCopy.at(null, NOON)).isNull();
    }

    @Test
    void members_of_a_body_change_at_the_date_and_its_keyholders_stay() {
        Document f = forum("BodyEstablished", "BodyChanged");
        Document bodies = f.get("bodies", Document.class);
        Document conference = bodies.get("conference", Document.class);
        assertThat(BodyCopy.at(conference, Instant.EPOCH).getList("members", String.class))
                .isNotEmpty();
        Document steering = new Document("keyholders", List.of("au", "id")).append("members", List.of("nz"));
        Document changes = bodies.get("steering-group", Document.class);
        steering.append("changes", changes.getList("changes", Document.class));
        assertThat(BodyCopy.at(steering, ADMITTED.minusMillis(1)).getList("members", String.class))
                .containsExactly("nz");
        assertThat(BodyCopy.at(steering, ADMITTED))
                .isEqualTo(new Document("keyholders", List.of("au", "id")).append("members", List.of("jp")));
    }
}
