package org.plenary.kernel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.relay.Lease.Ownership;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;

/** Who holds a lease, with clocks that disagree. */
class LeaseTest {
    private static final Duration A_LITTLE = Duration.ofMillis(600);
    private final Documents leases = InMemoryDocuments.space().of("leases");
    private Instant now = Instant.parse("2027-01-15T12:00:00Z");

    private Lease lease(String holder, Duration clockOff) {
        return new Lease(leases, "relay", holder, Ownership.SHARED, () -> now.plus(clockOff));
    }

    @Test
    void a_watcher_whose_clock_is_an_hour_ahead_takes_nothing_from_a_holder_that_renews() {
        Lease holder = lease("a", Duration.ZERO);
        Lease watcher = lease("b", Duration.ofHours(1));
        assertThat(holder.held()).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(watcher.held()).isFalse();
            now = now.plus(A_LITTLE);
            assertThat(holder.held()).isTrue();
        }
    }

    @Test
    void a_holder_whose_clock_is_an_hour_ahead_is_followed_as_soon_as_any_other() {
        Lease dead = lease("a", Duration.ofHours(1));
        assertThat(dead.held()).isTrue();
        Lease watcher = lease("b", Duration.ZERO);
        assertThat(watcher.held()).isFalse();
        now = now.plus(Lease.HOLDS).minusMillis(1);
        assertThat(watcher.held()).isFalse();
        now = now.plus(A_LITTLE);
        assertThat(watcher.held()).isTrue();
        assertThat(dead.held()).as("it finds itself replaced").isFalse();
    }

    @Test
    void a_lease_given_back_is_taken_at_once() {
        Lease first = lease("a", Duration.ZERO);
        assertThat(first.held()).isTrue();
        first.release();
        assertThat(lease("b", Duration.ZERO).held()).isTrue();
    }
}
