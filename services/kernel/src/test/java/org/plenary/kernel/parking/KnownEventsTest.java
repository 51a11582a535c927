package org.plenary.kernel.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;

/** Whether an event stands that an operator names. */
class KnownEventsTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private static final Meta META = new Meta(NOON, "a", null, "f", "public", "c", null, null);
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final List<Envelope> elsewhere = new ArrayList<>();
    private final List<String> away = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final KnownEvents events = new KnownEvents(
            "toy",
            store,
            (service, stream, from) -> {
                asked.add(service);
                if (away.contains(service)) {
                    throw new Feed.SourceAway(service, new IOException("refused"));
                }
                return elsewhere.stream()
                        .filter(e -> e.service().equals(service) && e.stream().equals(stream) && e.version() >= from)
                        .toList();
            },
            () -> List.of(copy("agenda", "item"), copy("membership", "person")));

    private static Subscription copy(String service, String aggregate) {
        return Subscription.copy(service, aggregate, (before, e) -> new Document());
    }

    private static Envelope event(String service, String stream, long version) {
        String id = stream + "@" + version;
        return new Envelope(service, stream, version, id, "org.plenary.x.X.v1", NOON, null, version, META, "{}");
    }

    @Test
    void one_of_its_own_of_what_stopped_and_of_what_it_hears_is_known() {
        StoredEvent own = new StoredEvent(1, "jar-1@1", "org.plenary.toy.JarOpened.v1", NOON, null, "{}");
        store.append(new Commit("jar-1|1", "jar-1", 1, 1, null, "jar-1|k", "h", List.of(own), META));
        elsewhere.add(event("meeting", "meeting-1", 4));
        elsewhere.add(event("agenda", "item-1", 2));
        assertThat(events.stand("meeting", "jar-1@1")).isTrue();
        assertThat(asked).isEmpty();
        assertThat(events.stand("meeting", "meeting-1@4")).isTrue();
        assertThat(events.stand("meeting", "item-1@2")).isTrue();
    }

    @Test
    void a_made_up_one_is_not_and_only_who_may_have_it_is_asked() {
        elsewhere.add(event("agenda", "item-1", 2));
        assertThat(events.stand("meeting", "item-1@1"))
                .as("the stream goes on at 2")
                .isFalse();
        assertThat(events.stand("meeting", "item-1@3")).isFalse();
        assertThat(asked).containsExactly("meeting", "agenda", "meeting", "agenda");
        assertThat(events.stand("toy", "jar-1@9")).isFalse();
        assertThat(asked).doesNotContain("toy", "membership");
    }

    @Test
    void while_somebody_who_may_have_it_is_away_nothing_is_said() {
        away.add("agenda");
        elsewhere.add(event("meeting", "item-1", 2));
        assertThat(events.stand("meeting", "item-1@2")).as("another one has it").isTrue();
        assertThatThrownBy(() -> events.stand("meeting", "item-1@3"))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.kind().status()).isEqualTo(503));
    }
}
