package org.plenary.agenda.domain;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.agenda.domain.Item.Status;
import org.plenary.agenda.domain.ItemCommand.*;
import org.plenary.agenda.domain.ItemEvent.*;
import org.plenary.agenda.domain.MeetingFacts.KnownMeeting;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.decide.TwoKeys;

/** The agenda item's lifecycle on the straight path: domain.md, section 3, "Agenda item". */
public final class ItemDecider implements Decider<ItemCommand, Item, ItemEvent, MeetingFacts> {
    private static final Set<String> TAKES_ITEMS = Set.of("CONVENED", "OPEN", "IN_SUBSTANCE");

    @Override
    public Item initial() {
        return Item.INITIAL;
    }

    @Override
    public List<ItemEvent> decide(ItemCommand command, Item i, MeetingFacts facts, Act act) {
        return switch (command) {
            case SubmitItem c -> List.of(submit(c, i, facts, act));
            case ReturnItem c -> {
                require(i, ItemRule.ITEM_NOT_SUBMITTED, Status.SUBMITTED);
                yield List.of(new ItemReturned(c.reason(), act.actor()));
            }
            case ResubmitItem c -> {
                require(i, ItemRule.ITEM_NOT_RETURNED, Status.RETURNED);
                Channel channel = channel(open(facts), c.urgencyGround(), c.objectives(), facts, act);
                yield List.of(new ItemResubmitted(
                        c.title(), c.memorandum(), c.objectives(), c.urgencyGround(), channel, act.receivedAt()));
            }
            case AdmitItem c -> {
                require(i, ItemRule.ITEM_NOT_SUBMITTED, Status.SUBMITTED);
                yield ItemScreening.admit(c, i, act);
            }
            case DeclineItem c -> {
                require(i, ItemRule.ITEM_NOT_SUBMITTED, Status.SUBMITTED);
                yield ItemScreening.decline(c, i, act);
            }
            case WithdrawItem c -> {
                require(
                        i,
                        ItemRule.ITEM_BEYOND_WITHDRAWAL,
                        Status.SUBMITTED,
                        Status.RETURNED,
                        Status.ADMITTED,
                        Status.LISTED);
                yield List.of(new ItemWithdrawn(act.actor()));
            }
            case OpenDebate c -> {
                require(i, ItemRule.ITEM_NOT_INCLUDED, Status.INCLUDED);
                KnownMeeting meeting = facts.meeting();
                if (meeting == null || !meeting.status().equals("IN_SUBSTANCE")) {
                    throw ItemRule.MEETING_NOT_IN_SUBSTANCE.because(
                            "Substantive work begins when the agenda is adopted in the open meeting.");
                }
                yield List.of(new DebateOpened(act.actor()));
            }
            case ConcludeItem c -> {
                require(i, ItemRule.ITEM_NOT_UNDER_CONSIDERATION, Status.UNDER_CONSIDERATION);
                yield List.of(new ItemConcluded(act.actor()));
            }
            case DeferItem c -> {
                require(i, ItemRule.ITEM_NOT_INCLUDED, Status.INCLUDED, Status.UNDER_CONSIDERATION);
                yield List.of(new ItemDeferred(c.reason(), act.actor()));
            }
            case ListItem c -> list(c, i);
            case IncludeItem c ->
                i.status() == Status.LISTED && c.agenda().equals(i.agenda())
                        ? List.of(new ItemIncluded(c.agenda()))
                        : List.of();
        };
    }

    private static void require(Item i, Rule rule, Status first, Status... more) {
        if (!EnumSet.of(first, more).contains(i.status())) {
            throw rule.because(
                    "The item is " + i.status() + ".",
                    Map.of("state", i.status().name()));
        }
    }

    private static ItemSubmitted submit(SubmitItem c, Item i, MeetingFacts facts, Act act) {
        require(i, ItemRule.ITEM_NOT_SUBMITTED, Status.NONE);
        KnownMeeting meeting = open(facts);
        Channel channel = channel(meeting, c.urgencyGround(), c.objectives(), facts, act);
        return new ItemSubmitted(
                meeting.forum(),
                c.meeting(),
                meeting.body(),
                c.party(),
                c.title(),
                c.memorandum(),
                c.objectives(),
                c.urgencyGround(),
                channel,
                act.receivedAt(),
                meeting.regularUntil(),
                meeting.supplementaryUntil(),
                meeting.keyholders());
    }

    private static KnownMeeting open(MeetingFacts facts) {
        KnownMeeting meeting = facts.meeting();
        if (meeting == null) {
            throw ItemRule.MEETING_UNKNOWN.because("There is no such convened meeting.");
        }
        if (!TAKES_ITEMS.contains(meeting.status())) {
            throw ItemRule.MEETING_NOT_OPEN_FOR_ITEMS.because(
                    "The meeting takes no items.", Map.of("state", meeting.status()));
        }
        return meeting;
    }

    /** By the moment of receipt: a deadline's own instant still counts. */
    private static Channel channel(
            KnownMeeting meeting, @Nullable String ground, List<Integer> objectives, MeetingFacts facts, Act act) {
        if (objectives.isEmpty()) {
            throw ItemRule.OBJECTIVE_REQUIRED.because("An item serves at least one objective.");
        }
        List<Integer> unknown =
                objectives.stream().filter(o -> !facts.objectives().contains(o)).toList();
        if (!unknown.isEmpty()) {
            throw ItemRule.OBJECTIVE_UNKNOWN.because(
                    "The framework has no such objective.", Map.of("unknown", unknown));
        }
        if (!act.receivedAt().isAfter(meeting.regularUntil())) {
            return Channel.REGULAR;
        }
        if (!act.receivedAt().isAfter(meeting.supplementaryUntil())) {
            return Channel.SUPPLEMENTARY;
        }
        if (ground == null || ground.isBlank()) {
            throw ItemRule.URGENCY_GROUND_REQUIRED.because(
                    "The second deadline has passed: an additional item needs a ground of urgency.",
                    Map.of(
                            "supplementaryUntil", meeting.supplementaryUntil().toString(),
                            "receivedAt", act.receivedAt().toString()));
        }
        return Channel.ADDITIONAL;
    }

    private static List<ItemEvent> list(ListItem c, Item i) {
        boolean same = c.agenda().equals(i.agenda()) && c.number() == i.number() && i.status() == Status.LISTED;
        boolean can = i.status() == Status.ADMITTED || i.status() == Status.LISTED;
        return can && !same ? List.of(new ItemListed(c.agenda(), c.edition(), c.number())) : List.of();
    }

    @Override
    public Item evolve(Item i, ItemEvent event) {
        return switch (event) {
            case ItemSubmitted e ->
                new Item(
                        Status.SUBMITTED,
                        e.forum(),
                        e.meeting(),
                        e.body(),
                        e.party(),
                        e.title(),
                        e.memorandum(),
                        e.objectives(),
                        e.urgencyGround(),
                        e.channel(),
                        e.receivedAt(),
                        TwoKeys.on(
                                Item.hash(e.party(), e.title(), e.memorandum(), e.objectives(), e.receivedAt()),
                                e.keyholders()),
                        null,
                        null,
                        0,
                        null);
            case ItemReturned e -> i.reason(Status.RETURNED, e.reason());
            case ItemResubmitted e ->
                new Item(
                        Status.SUBMITTED,
                        i.forum(),
                        i.meeting(),
                        i.body(),
                        i.party(),
                        e.title(),
                        e.memorandum(),
                        e.objectives(),
                        e.urgencyGround(),
                        e.channel(),
                        e.receivedAt(),
                        TwoKeys.on(
                                Item.hash(i.party(), e.title(), e.memorandum(), e.objectives(), e.receivedAt()),
                                i.admission().holders()),
                        null,
                        null,
                        0,
                        null);
            case ItemAdmissionKeyTurned e -> ItemScreening.turned(i, e);
            case ItemDeclineKeyTurned e -> ItemScreening.turned(i, e);
            case ItemAdmitted e -> i.with(Status.ADMITTED);
            case ItemDeclined e -> i.reason(Status.DECLINED, e.reason());
            case ItemWithdrawn e -> i.with(Status.WITHDRAWN);
            case ItemListed e -> i.listed(e.agenda(), e.number());
            case ItemIncluded e -> i.with(Status.INCLUDED);
            case DebateOpened e -> i.with(Status.UNDER_CONSIDERATION);
            case ItemConcluded e -> i.with(Status.CONCLUDED);
            case ItemDeferred e -> i.reason(Status.DEFERRED, e.reason());
        };
    }
}
