package org.plenary.circulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plenary.circulation.domain.Dispatch;
import org.plenary.circulation.domain.DispatchCommand.RecordHeld;
import org.plenary.circulation.domain.DispatchCommand.RecordSent;
import org.plenary.circulation.domain.DispatchDecider;
import org.plenary.circulation.domain.DispatchEvent;
import org.plenary.circulation.domain.DispatchEvent.DeliveryResumed;
import org.plenary.circulation.domain.DispatchEvent.DispatchOrdered;
import org.plenary.circulation.domain.DispatchEvent.MessageFailed;
import org.plenary.circulation.domain.DispatchEvent.MessageSent;
import org.plenary.circulation.domain.DispatchKind;
import org.plenary.circulation.domain.Recipient;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Answer;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.timer.Held;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** E-mail cannot be taken back, so it goes by what the dispatch itself says, and only where the store can be believed. */
class CirculationReactionsTest {
    private static final DispatchOrdered ORDER = new DispatchOrdered(
            "forum-1",
            "meeting-1",
            "meeting-1@3",
            DispatchKind.MEETING_CONVENED,
            null,
            "Ninth Conference",
            "",
            List.of(new Recipient("au", List.of("au.head")), new Recipient("id", List.of("id.head"))));

    private final List<String> posted = new ArrayList<>();
    private final List<Object> commanded = new ArrayList<>();
    private Dispatch standing = new DispatchDecider().initial();

    private final JavaMailSenderImpl sender = new JavaMailSenderImpl() {
        @Override
        public void send(MimeMessage message) {
            try {
                posted.add(message.getRecipients(Message.RecipientType.TO)[0].toString());
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    private final Reaction.Commands commands = new Reaction.Commands() {
        @Override
        public <C> Answer send(Aggregate<C, ?, ?, ?> aggregate, String stream, C command) {
            commanded.add(command);
            return new Answer(stream, 1, List.of());
        }

        @Override
        public UUID nextId() {
            return new UUID(0, commanded.size());
        }
    };

    private void happened(DispatchEvent event) {
        standing = new DispatchDecider().evolve(standing, event);
    }

    private void ordered(Gate gate) {
        ordered(gate, Held.NOTHING);
    }

    private void ordered(Gate gate, Held held) {
        Meta meta = new Meta(Instant.EPOCH, "system:circulation", null, "forum-1", "forum", "c", null, null);
        Envelope event = new Envelope(
                "circulation",
                "dispatch-1",
                1,
                "dispatch-1@1",
                "org.plenary.circulation.DispatchOrdered.v1",
                Instant.EPOCH,
                null,
                1,
                meta,
                Json.write(ORDER));
        new CirculationReactions(
                        new DispatchAggregate(), unasked(), unasked(), new Post(sender), gate, held, d -> standing)
                .whenDispatchOrderedOrResumedSendItsMessages(event, commands);
    }

    /** An order carries its recipients. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T unasked() {
        return null;
    }

    @Test
    void a_message_that_was_sent_is_not_sent_again_though_its_order_comes_again() {
        happened(ORDER);
        happened(new MessageSent("au", "<m@plenary.example>", 1));
        ordered(Gate.opened());
        assertThat(posted).containsExactly("id.head@mail.plenary.example");
        assertThat(commanded).hasSize(2).allSatisfy(c -> assertThat(c).isInstanceOf(RecordSent.class));
    }

    @Test
    void held_letters_wait_and_what_waits_for_its_timer_is_not_sent_before_it() {
        happened(ORDER);
        happened(new MessageSent("au", "<m@plenary.example>", 1));
        ordered(Gate.opened(), Held.TIMERS_AND_MAIL);
        assertThat(posted).isEmpty();
        assertThat(commanded).hasSize(2).last().isEqualTo(new RecordHeld("id"));
        commanded.clear();
        happened(new MessageFailed("id", 1, Instant.EPOCH));
        ordered(Gate.opened());
        assertThat(posted).as("its order comes again").isEmpty();
        assertThat(commanded).last().isEqualTo(new RecordHeld("id"));
        happened(new DeliveryResumed(List.of("id")));
        ordered(Gate.opened());
        assertThat(posted).containsExactly("id.head@mail.plenary.example");
    }

    @Test
    void nothing_is_sent_while_the_store_may_not_know_what_was() {
        assertThatThrownBy(() -> ordered(Gate.closed("It is compared."))).isInstanceOf(Refused.class);
        assertThat(posted).isEmpty();
        assertThat(commanded).isEmpty();
    }
}
