package org.plenary.circulation;

import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.circulation.domain.Dispatch;
import org.plenary.circulation.domain.DispatchCommand.OrderDispatch;
import org.plenary.circulation.domain.DispatchCommand.RecordFailure;
import org.plenary.circulation.domain.DispatchCommand.RecordHeld;
import org.plenary.circulation.domain.DispatchCommand.RecordSent;
import org.plenary.circulation.domain.DispatchEvent.DispatchOrdered;
import org.plenary.circulation.domain.DispatchKind;
import org.plenary.circulation.domain.Recipient;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.timer.Held;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import tools.jackson.databind.JsonNode;

/** What circulation does when others circulate, and when its own dispatches are ordered or resumed. */
final class CirculationReactions {
    private static final Logger LOG = LoggerFactory.getLogger(CirculationReactions.class);
    private final DispatchAggregate dispatches;
    private final AddresseesView addressees;
    private final Copies copies;
    private final Post post;
    private final Gate gate;
    private final Held held;
    private final Function<String, Dispatch> standing;

    /**
     * @param gate closed while the store may be one that does not know what was sent
     * @param held whether letters wait, by an operator's order
     * @param standing a dispatch as its own stream has it
     */
    CirculationReactions(
            DispatchAggregate dispatches,
            AddresseesView addressees,
            Copies copies,
            Post post,
            Gate gate,
            Held held,
            Function<String, Dispatch> standing) {
        this.dispatches = dispatches;
        this.addressees = addressees;
        this.copies = copies;
        this.post = post;
        this.gate = gate;
        this.held = held;
        this.standing = standing;
    }

    void whenSomethingIsCirculatedOrderItsDispatch(Envelope event, Reaction.Commands commands) {
        kind(event.name()).ifPresent(kind -> {
            JsonNode data = event.tree();
            String forum = data.path("forum").asString();
            List<Recipient> recipients = new ArrayList<>();
            data.path("recipients").forEach(p -> {
                List<String> people = addressees.of(forum, p.asString());
                if (!people.isEmpty()) {
                    recipients.add(new Recipient(p.asString(), people));
                }
            });
            String symbol = data.path("symbol").isString() ? data.path("symbol").asString() : null;
            OrderDispatch order = new OrderDispatch(
                    forum,
                    event.stream(),
                    event.id(),
                    kind,
                    symbol,
                    data.path("title").asString(),
                    note(kind, data),
                    recipients);
            commands.send(dispatches, "dispatch-" + Ids.v5(event.id()), order);
        });
    }

    private static Optional<DispatchKind> kind(String event) {
        return switch (event) {
            case "MeetingConvened" -> Optional.of(DispatchKind.MEETING_CONVENED);
            case "AgendaCirculated" -> Optional.of(DispatchKind.AGENDA_CIRCULATED);
            case "SilencePlaced" -> Optional.of(DispatchKind.SILENCE_PLACED);
            case "SilenceBroken" -> Optional.of(DispatchKind.SILENCE_BROKEN);
            case "DocumentAdopted" -> Optional.of(DispatchKind.DOCUMENT_ADOPTED);
            case "DocumentPublished" -> Optional.of(DispatchKind.DOCUMENT_PUBLISHED);
            default -> Optional.empty();
        };
    }

    private static String note(DispatchKind kind, JsonNode data) {
        return switch (kind) {
            case MEETING_CONVENED ->
                "It opens at " + data.path("opensAt").asString() + " (UTC), zone "
                        + data.path("zone").asString() + ". Items received until "
                        + data.path("regularUntil").asString() + " (UTC) are regular.";
            case AGENDA_CIRCULATED -> "Edition " + data.path("edition").asInt() + ".";
            case SILENCE_PLACED ->
                "It is adopted unless a party objects in writing before "
                        + data.path("expiresAt").asString() + " (UTC), zone "
                        + data.path("zone").asString() + ".";
            case SILENCE_BROKEN -> "An objection was received in time.";
            case DOCUMENT_ADOPTED ->
                "No objection was received before " + data.path("effectiveAt").asString()
                        + " (UTC). Statements may be attached until "
                        + data.path("statementsUntil").asString()
                        + " (UTC).";
            case DOCUMENT_PUBLISHED ->
                "SHA-256 of the text: " + data.path("hash").asString() + ".";
        };
    }

    /** The copy of the own dispatch keeps the order, for attempts that come later. */
    void whenDispatchOrderedOrResumedSendItsMessages(Envelope event, Reaction.Commands commands) {
        switch (event.name()) {
            case "DispatchOrdered" -> {
                DispatchOrdered order = Json.read(event.data(), DispatchOrdered.class);
                deliver(event.stream(), order, order.recipients(), commands);
            }
            case "DeliveryResumed" -> {
                Document copy = copies.find("circulation", event.stream()).orElseThrow();
                DispatchOrdered order = Json.read(copy.getString("order"), DispatchOrdered.class);
                List<String> parties = new ArrayList<>();
                event.tree().path("parties").forEach(p -> parties.add(p.asString()));
                deliver(
                        event.stream(),
                        order,
                        order.recipients().stream()
                                .filter(r -> parties.contains(r.party()))
                                .toList(),
                        commands);
            }
            default -> {
                // what was sent needs no message
            }
        }
    }

    /**
     * After a first failure the rest are not tried: a mail server that is away must not hold up other events. A message
     * cannot be taken back, so what the dispatch says was sent is not sent again, however often its event comes.
     */
    private void deliver(String dispatch, DispatchOrdered order, List<Recipient> to, Reaction.Commands commands) {
        gate.require();
        Dispatch before = standing.apply(dispatch);
        Set<String> sent = before.sent().keySet();
        boolean away = false;
        for (Recipient r : to) {
            if (!sent.contains(r.party())
                    && (held == Held.TIMERS_AND_MAIL || before.waiting().containsKey(r.party()))) {
                commands.send(dispatches, dispatch, new RecordHeld(r.party())); // its timer sends it, later
                continue;
            }
            try {
                if (!away && !sent.contains(r.party())) {
                    post.send(dispatch, order, r);
                }
            } catch (MailException | MessagingException e) {
                LOG.warn("mail of {} waits: {}", dispatch, e.toString());
                away = true;
            }
            commands.send(
                    dispatches,
                    dispatch,
                    away && !sent.contains(r.party())
                            ? new RecordFailure(r.party())
                            : new RecordSent(r.party(), Post.messageId(dispatch, r.party())));
        }
    }

    static Document dispatch(@Nullable Document before, Envelope event) {
        Document d = before == null ? new Document() : before;
        return event.name().equals("DispatchOrdered") ? d.append("order", event.data()) : d;
    }

    static Document nothing(@Nullable Document before, Envelope event) {
        return before == null ? new Document() : before;
    }
}
