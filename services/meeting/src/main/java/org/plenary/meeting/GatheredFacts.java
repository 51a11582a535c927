package org.plenary.meeting;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.json.Json;
import org.plenary.meeting.domain.Consultation;
import org.plenary.meeting.domain.Meeting;
import org.plenary.meeting.domain.MeetingCommand;
import org.plenary.meeting.domain.MeetingCommand.CloseMeeting;
import org.plenary.meeting.domain.MeetingCommand.ConveneMeeting;
import org.plenary.meeting.domain.MeetingCommand.ImportMeeting;
import org.plenary.meeting.domain.MeetingCommand.OpenMeeting;
import org.plenary.meeting.domain.MeetingCommand.ProposeMeeting;
import org.plenary.meeting.domain.MeetingCommand.RecordPresence;
import org.plenary.meeting.domain.MeetingFacts;
import org.plenary.meeting.domain.MeetingFacts.KnownCard;
import org.plenary.meeting.domain.MeetingFacts.KnownForum;
import org.plenary.meeting.domain.MeetingRules;

/** The facts that a decision on a meeting needs, gathered from the local copies; nothing is asked for that it does not. */
final class GatheredFacts {
    /** Credentials with a seat and every right: in order, on an assurance, or contested until the report is adopted. */
    static final List<String> SEATED = List.of("IN_ORDER", "PROVISIONAL", "CONTESTED");

    private static final String STEERING_GROUP = "steering-group";
    private static final MeetingFacts NOTHING = new MeetingFacts(null, null, null, false, 0, "");
    private final Copies copies;

    GatheredFacts(Copies copies) {
        this.copies = copies;
    }

    MeetingFacts forDecision(MeetingCommand command, Meeting meeting, Act act) {
        Instant at = act.receivedAt();
        return switch (command) {
            case ProposeMeeting c ->
                with(
                        forum(c.forum(), c.body(), at),
                        card(c.forum(), c.body(), c.meetingType().name()));
            case ImportMeeting c -> with(forum(c.forum(), "", at), null);
            case ConveneMeeting c ->
                with(invited(forum(meeting.forum(), meeting.body(), at), meeting.forum(), at), null);
            case RecordPresence c -> presence(meeting, act.stream(), c.party(), at);
            case OpenMeeting c -> new MeetingFacts(null, null, null, false, 0, act.stream() + " presence");
            case CloseMeeting c -> open(act.stream());
            default -> NOTHING;
        };
    }

    private static MeetingFacts with(@Nullable KnownForum forum, @Nullable KnownCard card) {
        return new MeetingFacts(forum, card, null, false, 0, "");
    }

    private @Nullable KnownForum forum(String forum, String body, Instant at) {
        Optional<Document> found = copies.find("membership", forum);
        if (found.isEmpty()) {
            return null;
        }
        Document bodies = found.get().get("bodies", Document.class);
        Document proposed = BodyCopy.at(bodies.get(body, Document.class), at);
        Document steering = BodyCopy.at(bodies.get(STEERING_GROUP, Document.class), at);
        return new KnownForum(
                found.get().getString("symbolPrefix"),
                found.get().getBoolean("fictional"),
                proposed == null ? null : proposed.getList("keyholders", String.class),
                steering == null ? List.of() : steering.getList("members", String.class),
                found.get().getList("parties", String.class, List.of()));
    }

    /** With those that joined after the founding, as a notice goes to all who are parties then. */
    private @Nullable KnownForum invited(@Nullable KnownForum known, String forum, Instant at) {
        if (known == null) {
            return null;
        }
        return new KnownForum(
                known.symbolPrefix(),
                known.fictional(),
                known.keyholders(),
                known.steeringGroup(),
                PartyCopy.allAt(copies, forum, known.parties(), at));
    }

    private @Nullable KnownCard card(String forum, String body, String meetingType) {
        return copies.find("membership", forum)
                .map(f -> f.get("cards", Document.class).get(body + "|" + meetingType, Document.class))
                .map(d -> {
                    Document c = d.get("card", Document.class);
                    MeetingRules rules = new MeetingRules(
                            d.getInteger("ruleCardVersion"),
                            Duration.parse(c.getString("noticeMinimum")),
                            Duration.parse(c.getString("regularBefore")),
                            Duration.parse(c.getString("supplementaryBefore")),
                            c.getInteger("quorumOpen"),
                            c.getInteger("quorumDecide"),
                            Consultation.valueOf(c.getString("consultation")));
                    return new KnownCard(
                            rules,
                            Duration.parse(c.getString("consultationPeriod")),
                            Duration.parse(c.getString("lapseAfter")));
                })
                .orElse(null);
    }

    private MeetingFacts presence(Meeting meeting, String stream, String party, Instant at) {
        Document known = copies.find(
                        "membership", "party-" + meeting.forum().substring("forum-".length()) + "-" + party)
                .orElse(null);
        Document head = copies.all("membership", "accreditation")
                .find(and(
                        eq("meeting", stream),
                        eq("party", party),
                        in("status", SEATED),
                        in("capacity", "HEAD", "ALTERNATE")))
                .first();
        String partyClass = PartyCopy.classAt(known, at);
        String evidence = head == null ? "" : head.getString("_id") + "@" + head.getLong("version");
        return new MeetingFacts(null, null, partyClass, head != null, 0, evidence);
    }

    /** Items that stand in the adopted agenda and are not disposed of. */
    private MeetingFacts open(String stream) {
        List<String> open = new ArrayList<>();
        copies.all("agenda", "item")
                .find(and(eq("meeting", stream), in("status", "INCLUDED", "UNDER_CONSIDERATION")))
                .forEach(d -> open.add(d.getString("_id")));
        return new MeetingFacts(null, null, null, false, open.size(), "items open: " + Json.write(open));
    }
}
