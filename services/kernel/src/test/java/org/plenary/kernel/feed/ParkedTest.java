package org.plenary.kernel.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.feed.Parked.Entry;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;

/** What two instances do to one entry at once. */
class ParkedTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private final Documents documents = InMemoryDocuments.space().of("parked");
    private final Parked parked = new Parked(documents, new Bell("toy", ParkedTest::silent));

    private static Producer<byte[], byte[]> silent() {
        throw new IllegalStateException("silent");
    }

    private Entry stopped(Instant at) {
        parked.park(Entry.own("toy", "jar-1", 4, new IllegalStateException("a bug"), at));
        return Objects.requireNonNull(parked.find("own|jar-1"));
    }

    @Test
    void a_stop_is_after_the_one_before_whichever_clock_it_comes_from() {
        Entry first = stopped(NOON);
        Entry second = stopped(NOON.minusSeconds(3));
        assertThat(first.at()).isEqualTo(NOON);
        assertThat(second.at()).isEqualTo(NOON.plusMillis(1));
        assertThat(stopped(NOON.plusSeconds(1)).at()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void what_is_done_about_an_earlier_stop_does_nothing_to_a_later_one() {
        Entry first = stopped(NOON);
        Entry second = stopped(NOON.plusMillis(1));
        parked.noted(first);
        parked.leave(first);
        parked.gone(first);
        assertThat(parked.unnoted(9)).containsExactly(second);
        assertThat(parked.leaving(9)).isEmpty();
    }

    @Test
    void a_note_and_a_departure_at_the_same_moment_both_stand() {
        Entry stop = stopped(NOON);
        parked.leave(stop);
        assertThat(parked.leaving(9)).as("the record does not know of it yet").isEmpty();
        parked.noted(stop);
        assertThat(parked.leaving(9)).extracting(Entry::id).containsExactly(stop.id());
        assertThat(parked.unnoted(9)).isEmpty();
    }
}
