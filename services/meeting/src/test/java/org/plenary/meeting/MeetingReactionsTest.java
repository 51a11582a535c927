package org.plenary.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.store.Meta;

/** What meeting makes of what it hears of accreditations: who has a seat. */
class MeetingReactionsTest {
    private static final Meta META = new Meta(Instant.EPOCH, "a", null, "forum-1", "forum", "c", null, null);

    private static Document heard(@Nullable Document before, int version, String name, String data) {
        return MeetingReactions.accreditation(
                before,
                new Envelope(
                        "membership",
                        "accreditation-1",
                        version,
                        "accreditation-1@" + version,
                        "org.plenary.membership." + name + ".v1",
                        Instant.EPOCH,
                        null,
                        version,
                        META,
                        data));
    }

    private static Document nominated() {
        return heard(
                null, 1, "DelegateNominated", "{\"meeting\":\"meeting-1\",\"party\":\"th\",\"capacity\":\"HEAD\"}");
    }

    private static String after(String... names) {
        Document a = nominated();
        int version = 2;
        for (String name : names) {
            String data = name.equals("CredentialsSettled") ? "{\"outcome\":\"REJECTED\"}" : "{\"capacity\":\"HEAD\"}";
            a = heard(a, version, name, data);
            version++;
        }
        return a.getString("status");
    }

    @ParameterizedTest
    @CsvSource({
        "AssuranceReceived, PROVISIONAL",
        "CredentialsInOrder, IN_ORDER",
        "CredentialsContested, CONTESTED",
    })
    void credentials_in_order_provisional_and_contested_have_a_seat(String event, String status) {
        assertThat(after("DelegateAccepted", event)).isEqualTo(status).isIn(GatheredFacts.SEATED);
    }

    @Test
    void who_was_rejected_replaced_withdrawn_or_expired_has_none() {
        for (String end : new String[] {
            "CredentialsSettled", "DelegateReplaced", "NominationWithdrawn", "AccreditationExpired", "DelegateRefused"
        }) {
            assertThat(after("DelegateAccepted", "CredentialsInOrder", end))
                    .as(end)
                    .isNotIn(GatheredFacts.SEATED);
        }
    }

    @Test
    void what_is_said_besides_takes_no_seat_and_gives_none() {
        assertThat(after("NominationJudged", "NoteVerbaleAttached", "RefusalKeyTurned"))
                .isEqualTo("SUBMITTED");
        assertThat(after("DelegateAccepted", "CredentialsInOrder", "SomethingNew"))
                .isEqualTo("IN_ORDER");
        assertThat(after("NominationReturned", "NominationResubmitted")).isEqualTo("SUBMITTED");
    }
}
