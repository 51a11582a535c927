package org.plenary.agenda.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plenary.agenda.domain.ItemCommand.*;
import org.plenary.agenda.domain.ItemEvent.*;
import org.plenary.agenda.domain.MeetingFacts.KnownMeeting;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.test.DeciderSpecification;

class ItemDeciderTest {
    private static final ItemDecider RULES = new ItemDecider();
    private static final Instant T1 = NOON.plus(Duration.ofDays(1));
    private static final Instant T2 = NOON.plus(Duration.ofDays(2));
    private static final MeetingFacts FACTS = meeting("CONVENED");
    private static final SubmitItem ITEM = item(null);

    private static MeetingFacts meeting(String status) {
        return new MeetingFacts(
                new KnownMeeting("forum-1", "conference", status, T1, T2, List.of("au", "id")), Set.of(1, 2));
    }

    private static SubmitItem item(String ground) {
        return new SubmitItem("meeting-1", "th", "Routes", "Because.", List.of(1), ground);
    }

    private static ItemSubmitted submitted(Channel channel) {
        return new ItemSubmitted(
                "forum-1",
                "meeting-1",
                "conference",
                "th",
                "Routes",
                "Because.",
                List.of(1),
                null,
                channel,
                NOON,
                T1,
                T2,
                List.of("au", "id"));
    }

    private static String hash(Channel channel) {
        return spec(RULES).given(submitted(channel)).state().admission().hash();
    }

    private static Channel channelAt(Instant receivedAt, String ground) {
        return ((ItemSubmitted) spec(RULES)
                        .at(receivedAt)
                        .when(item(ground), FACTS)
                        .events()
                        .getFirst())
                .channel();
    }

    @Test
    void the_channel_follows_from_the_receipt_to_the_millisecond() {
        assertThat(channelAt(T1, null)).isEqualTo(Channel.REGULAR);
        assertThat(channelAt(T1.plusMillis(1), null)).isEqualTo(Channel.SUPPLEMENTARY);
        assertThat(channelAt(T2, null)).isEqualTo(Channel.SUPPLEMENTARY);
        assertThat(channelAt(T2.plusMillis(1), "Urgent.")).isEqualTo(Channel.ADDITIONAL);
        spec(RULES).at(T2.plusMillis(1)).when(ITEM, FACTS).thenRejected(ItemRule.URGENCY_GROUND_REQUIRED);
    }

    @Test
    void a_receipt_in_time_counts_though_it_is_decided_later() {
        var late = spec(RULES).at(T1).decidedAt(T2).when(ITEM, FACTS);
        assertThat(((ItemSubmitted) late.events().getFirst()).channel()).isEqualTo(Channel.REGULAR);
    }

    @Test
    void an_item_needs_a_known_open_meeting_and_known_objectives() {
        spec(RULES).when(ITEM, new MeetingFacts(null, Set.of())).thenRejected(ItemRule.MEETING_UNKNOWN);
        spec(RULES).when(ITEM, meeting("CLOSED")).thenRejected(ItemRule.MEETING_NOT_OPEN_FOR_ITEMS);
        spec(RULES)
                .when(new SubmitItem("meeting-1", "th", "R", "B", List.of(9), null), FACTS)
                .thenRejected(ItemRule.OBJECTIVE_UNKNOWN);
        spec(RULES)
                .when(new SubmitItem("meeting-1", "th", "R", "B", List.of(), null), FACTS)
                .thenRejected(ItemRule.OBJECTIVE_REQUIRED);
    }

    @Test
    void an_old_draft_is_no_way_round_a_deadline() {
        var returned = spec(RULES).given(submitted(Channel.REGULAR), new ItemReturned("Unclear.", "secretariat"));
        ItemResubmitted again = (ItemResubmitted) returned.at(T1.plusMillis(1))
                .when(new ResubmitItem("Routes", "Because of this.", List.of(1), null), FACTS)
                .events()
                .getFirst();
        assertThat(again.channel()).isEqualTo(Channel.SUPPLEMENTARY);
        returned.at(T2.plusMillis(1))
                .when(new ResubmitItem("Routes", "B", List.of(1), null), FACTS)
                .thenRejected(ItemRule.URGENCY_GROUND_REQUIRED);
        spec(RULES)
                .given(submitted(Channel.REGULAR))
                .when(new ResubmitItem("R", "B", List.of(1), null), FACTS)
                .thenRejected(ItemRule.ITEM_NOT_RETURNED);
    }

    @Test
    void the_secretariat_admits_a_regular_item_and_both_keys_a_later_one() {
        AdmitItem regular = new AdmitItem(hash(Channel.REGULAR));
        spec(RULES)
                .given(submitted(Channel.REGULAR))
                .by(person("secretariat", null))
                .when(regular, FACTS)
                .thenKinds(ItemAdmitted.class);
        spec(RULES)
                .given(submitted(Channel.REGULAR))
                .by(person("au.cochair", "au"))
                .when(regular, FACTS)
                .thenRejected(ItemRule.ADMISSION_IS_THE_SECRETARIATS);
        spec(RULES)
                .given(submitted(Channel.REGULAR))
                .by(person("secretariat", null))
                .when(new AdmitItem("0".repeat(64)), FACTS)
                .thenRejected(KeyRule.KEY_OTHER_BYTES);
        AdmitItem later = new AdmitItem(hash(Channel.SUPPLEMENTARY));
        spec(RULES)
                .given(submitted(Channel.SUPPLEMENTARY))
                .by(person("secretariat", null))
                .when(later, FACTS)
                .thenRejected(ItemRule.ADMISSION_NEEDS_CO_CHAIRS);
        spec(RULES)
                .given(submitted(Channel.SUPPLEMENTARY))
                .by(person("au.cochair", "au"))
                .when(later, FACTS)
                .thenKinds(ItemAdmissionKeyTurned.class);
        spec(RULES)
                .given(submitted(Channel.SUPPLEMENTARY), new ItemAdmissionKeyTurned("au", "au.cochair", later.hash()))
                .by(person("id.cochair", "id"))
                .when(later, FACTS)
                .thenKinds(ItemAdmissionKeyTurned.class, ItemAdmitted.class);
    }

    @Test
    void an_item_is_listed_included_debated_and_concluded_in_this_order() {
        DeciderSpecification<ItemCommand, Item, ItemEvent, MeetingFacts> admitted =
                spec(RULES).given(submitted(Channel.REGULAR), new ItemAdmitted("secretariat"));
        admitted.when(new ListItem("agenda-1", 1, 1), FACTS).thenKinds(ItemListed.class);
        admitted.when(new OpenDebate(), FACTS).thenRejected(ItemRule.ITEM_NOT_INCLUDED);
        admitted.given(new ItemListed("agenda-1", 1, 1));
        admitted.when(new ListItem("agenda-1", 1, 1), FACTS).thenNothing();
        admitted.when(new IncludeItem("agenda-2"), FACTS).thenNothing();
        admitted.when(new IncludeItem("agenda-1"), FACTS).thenKinds(ItemIncluded.class);
        admitted.given(new ItemIncluded("agenda-1"));
        admitted.when(new OpenDebate(), FACTS).thenRejected(ItemRule.MEETING_NOT_IN_SUBSTANCE);
        admitted.when(new OpenDebate(), meeting("IN_SUBSTANCE")).thenKinds(DebateOpened.class);
        admitted.when(new ConcludeItem(), FACTS).thenRejected(ItemRule.ITEM_NOT_UNDER_CONSIDERATION);
        admitted.when(new WithdrawItem(), FACTS).thenRejected(ItemRule.ITEM_BEYOND_WITHDRAWAL);
        admitted.when(new DeferItem("Time."), FACTS).thenKinds(ItemDeferred.class);
        admitted.given(new DebateOpened("id.cochair"))
                .when(new ConcludeItem(), FACTS)
                .thenKinds(ItemConcluded.class);
    }

    private static DeciderSpecification<ItemCommand, Item, ItemEvent, MeetingFacts> screened() {
        return spec(RULES).given(submitted(Channel.SUPPLEMENTARY)).by(person("au.cochair", "au"));
    }

    private static ItemDeclineKeyTurned declineKey(String unit, String reason) {
        String hash = ItemScreening.hash(screened().state(), reason);
        return new ItemDeclineKeyTurned(unit, unit + ".cochair", reason, hash);
    }

    @Test
    void an_item_is_declined_by_both_keys_for_the_same_reason() {
        DeclineItem decline = new DeclineItem("No action.");
        screened().when(decline, FACTS).then(declineKey("au", "No action."));
        var one = screened().given(declineKey("au", "No action."));
        one.when(decline, FACTS).thenRejected(KeyRule.KEY_ALREADY_TURNED);
        one.by(person("th.head", "th")).when(decline, FACTS).thenRejected(KeyRule.KEY_NOT_HELD);
        one.by(person("au.cochair", "id")).when(decline, FACTS).thenRejected(KeyRule.KEY_SAME_PERSON);
        one.by(person("id.cochair", "id"));
        one.when(new DeclineItem("Too late."), FACTS).thenRejected(KeyRule.KEY_OTHER_BYTES);
        one.when(decline, FACTS).then(declineKey("id", "No action."), new ItemDeclined("No action.", "id.cochair"));
        one.onBehalfOf("au").when(decline, FACTS).thenRejected(KeyRule.KEY_ON_BEHALF);
    }

    @Test
    void whose_decline_key_alone_stands_may_give_another_reason() {
        var other = screened().given(declineKey("au", "No action.")).when(new DeclineItem("Too late."), FACTS);
        assertThat(other.state().declining().reason()).isEqualTo("Too late.");
        assertThat(other.state().declining().keys().turned()).containsOnlyKeys("au");
    }

    @Test
    void a_unit_agrees_to_admit_or_to_decline_never_to_both() {
        AdmitItem admit = new AdmitItem(hash(Channel.SUPPLEMENTARY));
        var declining = screened().given(new ItemAdmissionKeyTurned("au", "au.cochair", admit.hash()));
        assertThat(declining
                        .when(new DeclineItem("No action."), FACTS)
                        .state()
                        .admission()
                        .turned())
                .isEmpty();
        var admitting = screened().given(declineKey("au", "No action."));
        assertThat(admitting.when(admit, FACTS).state().declining()).isNull();
        assertThat(admitting.when(admit, FACTS).state().admission().turned()).containsOnlyKeys("au");
    }

    @Test
    void only_a_submitted_item_is_screened() {
        var admitted = spec(RULES).given(submitted(Channel.REGULAR), new ItemAdmitted("secretariat"));
        admitted.when(ITEM, FACTS).thenRejected(ItemRule.ITEM_NOT_SUBMITTED);
        admitted.when(new ReturnItem("Unclear."), FACTS).thenRejected(ItemRule.ITEM_NOT_SUBMITTED);
        admitted.when(new AdmitItem(hash(Channel.REGULAR)), FACTS).thenRejected(ItemRule.ITEM_NOT_SUBMITTED);
        admitted.by(person("au.cochair", "au"))
                .when(new DeclineItem("Late."), FACTS)
                .thenRejected(ItemRule.ITEM_NOT_SUBMITTED);
        admitted.when(new DeferItem("Time."), FACTS).thenRejected(ItemRule.ITEM_NOT_INCLUDED);
        admitted.when(new IncludeItem("agenda-1"), FACTS).thenNothing();
        spec(RULES)
                .given(submitted(Channel.REGULAR))
                .when(new ListItem("agenda-1", 1, 1), FACTS)
                .thenNothing();
    }

    @Test
    void a_returned_item_says_why_and_a_closed_meeting_takes_it_no_more() {
        var returned = spec(RULES).given(submitted(Channel.REGULAR));
        assertThat(returned.when(new ReturnItem("Unclear."), FACTS).state().reason())
                .isEqualTo("Unclear.");
        returned.given(new ItemReturned("Unclear.", "secretariat"))
                .when(new ResubmitItem("R", "B", List.of(1), null), meeting("CLOSED"))
                .thenRejected(ItemRule.MEETING_NOT_OPEN_FOR_ITEMS);
    }

    @Test
    void before_it_is_included_an_item_can_be_withdrawn() {
        spec(RULES)
                .given(submitted(Channel.REGULAR))
                .when(new WithdrawItem(), FACTS)
                .thenKinds(ItemWithdrawn.class);
        var listed = spec(RULES)
                .given(submitted(Channel.REGULAR), new ItemAdmitted("secretariat"), new ItemListed("agenda-1", 1, 1));
        listed.when(new WithdrawItem(), FACTS).thenKinds(ItemWithdrawn.class);
        listed.given(new ItemWithdrawn("th.focal"))
                .when(new IncludeItem("agenda-1"), FACTS)
                .thenNothing();
    }
}
