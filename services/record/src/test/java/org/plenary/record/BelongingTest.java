package org.plenary.record;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.unset;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to a meeting, and of what that cannot be told. */
class BelongingTest {
    private static final String MEETING = "meeting-00000000-0000-4000-8000-000000000001";
    private static final String ITEM = "item-00000000-0000-4000-8000-000000000002";
    private static final String REDACTION = "redaction-00000000-0000-4000-8000-000000000003";

    private LogFixture log;
    private Belonging belonging;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        log = new LogFixture(dir);
        belonging = new Belonging(log.store(), new NamingStore(log.database));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void first(String stream, String data) {
        new Sequencer(log.store(), SequencerTest.opened()).onAll(List.of(SequencerTest.event(stream, 1, data)));
    }

    @Test
    void a_redaction_belongs_where_the_event_does_that_it_is_of() {
        first(ITEM, "{\"meeting\":\"" + MEETING + "\"}");
        first(REDACTION, "{\"event\":\"" + ITEM + "@1\"}");
        assertThat(belonging.step()).isFalse();
        assertThat(belonging.streams(MEETING, 10)).containsExactly(MEETING, ITEM, REDACTION);
        assertThat(belonging.untold()).isZero();
    }

    @Test
    void a_stream_whose_first_event_says_nothing_any_more_is_counted_once() {
        first(ITEM, "{\"meeting\":\"" + MEETING + "\"}");
        log.database.getCollection("entries").updateOne(eq("key", ITEM + "@1"), combine(unset("salt"), unset("rest")));
        belonging.step();
        assertThat(belonging.streams(MEETING, 10)).containsExactly(MEETING);
        assertThat(belonging.untold()).isEqualTo(1);
        new NamingStore(log.database).next(0);
        belonging.step();
        assertThat(belonging.untold()).as("looked at again").isEqualTo(1);
    }

    @Test
    void so_is_one_whose_first_event_was_passed_over_and_has_no_data() {
        new Sequencer(log.store(), SequencerTest.opened()).passed(SequencerTest.event(ITEM, 1, "{\"a\":1,\"a\":2}"));
        belonging.step();
        assertThat(belonging.untold()).isEqualTo(1);
    }
}
