package org.plenary.record.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.record.search.ListedLog.FORUM;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.Standing.Grant;
import org.plenary.record.search.Reading.Page;
import org.plenary.record.search.Reading.Place;

/** The index is what the log says, whenever it was made of it. */
class FollowerTest {
    private static final String ITEM = "item-00000000-0000-4000-8000-000000000002";
    private static final String MEETING = "meeting-00000000-0000-4000-8000-000000000003";
    private static final String NOMINATION = "accreditation-00000000-0000-4000-8000-000000000004";
    private static final String REDACTION = "redaction-00000000-0000-4000-8000-000000000005";
    private static final Standing SECRETARIAT =
            new Standing("secretariat", null, Set.of(new Grant("SECRETARIAT", null), new Grant(Policy.TRUSTED, null)));

    private final ListedLog log = new ListedLog();
    private final Visible visible = new Visible(Policy.load("timelines"));
    private RecordIndex index;
    private Follower follower;

    @TempDir
    Path dir;

    @BeforeEach
    void open() {
        index = RecordIndex.open(dir.resolve("index"));
        follower = new Follower(log, index);
    }

    @AfterEach
    void close() {
        index.close();
    }

    private void follow() {
        while (follower.step() > 0) {
            // to the end of the log
        }
    }

    private void openAgain() {
        index.close();
        open();
        follow();
    }

    private void buildAgain() throws IOException {
        index.close();
        try (var files = Files.list(dir.resolve("index"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        open();
        assertThat(index.position()).isZero();
        follow();
    }

    private List<Long> found(Query what, Standing reader) {
        List<Long> all = new ArrayList<>();
        Place after = null;
        do {
            Page page = index.reading().page(Visible.all(what, visible.to(reader, FORUM)), 2, after);
            page.found().forEach(p -> all.add(p.index()));
            after = page.next();
        } while (after != null);
        return all;
    }

    private List<Long> about(String subject) {
        return found(Visible.is(Fields.SUBJECT, subject), SECRETARIAT);
    }

    private List<Long> saying(String q) {
        return found(Question.of(q), SECRETARIAT);
    }

    /** All that the index has, but for the order that Lucene happened to keep it in. */
    private Set<String> everything() {
        Set<String> all = new TreeSet<>();
        for (String field : List.of(
                Fields.KEY,
                Fields.SUBJECT,
                Fields.AUDIENCE,
                Fields.BODY,
                Fields.BODY_OF,
                Fields.UNIT,
                Fields.BARE,
                Fields.FORUM,
                Fields.WORDS)) {
            index.reading()
                    .terms(field)
                    .forEach(
                            t -> all.add(field + "=" + t + ":" + index.reading().having(field, t)));
        }
        return all;
    }

    private void submitted(String title) {
        log.add(
                ITEM,
                "ItemSubmitted",
                "unit:nz",
                Map.of("forum", FORUM, "meeting", MEETING, "body", "conference", "party", "nz", "title", title));
    }

    @Test
    void a_thing_and_what_it_belongs_to_have_its_events_newest_first() {
        submitted("Sharing of information");
        log.add(ITEM, "ItemReturned", "unit:nz", Map.of("reason", "Memorandum is missing"));
        log.addUnparsed();
        log.add(MEETING, "MeetingOpened", "public", Map.of("by", "au.cochair"));
        follow();
        assertThat(about(ITEM)).containsExactly(1L, 0L);
        assertThat(about(MEETING)).containsExactly(3L, 1L, 0L);
        assertThat(about("nz")).containsExactly(1L, 0L);
        assertThat(saying("memorandum")).containsExactly(1L);
        assertThat(saying("sharing \"of information\"")).containsExactly(0L);
        assertThat(saying("\"information sharing\"")).isEmpty();
        assertThat(index.searchable()).isEqualTo(4);
    }

    @Test
    void words_are_found_in_any_case_and_without_their_accents() {
        submitted("Réunion de São Tomé: BP/MC.9/L.1/Rev.2");
        follow();
        for (String q : List.of("reunion", "RÉUNION", "sao tome", "BP/MC.9/L.1/Rev.2", "\"mc.9 l.1\"", ITEM, "nz")) {
            assertThat(saying(q)).as(q).containsExactly(0L);
        }
        assertThat(saying("BP/MC.9/L.2")).isEmpty();
        assertThat(saying("conference")).as("an id is no word").isEmpty();
    }

    @Test
    void what_is_built_again_answers_as_what_was_followed() throws IOException {
        // The nomination is in the log before the meeting whose body it belongs to.
        log.add(
                NOMINATION,
                "DelegateNominated",
                "unit:id",
                Map.of("forum", FORUM, "meeting", MEETING, "party", "id", "noteVerbale", "NV 12"));
        follow();
        assertThat(index.reading().having(Fields.BODY, "conference")).isEmpty();
        log.add(MEETING, "MeetingProposed", "public", Map.of("forum", FORUM, "body", "conference", "title", "Ninth"));
        for (int i = 0; i < Follower.BATCH_MAX + 3; i++) {
            submitted("Number " + i);
        }
        follow();
        assertThat(index.reading().having(Fields.BODY, "conference")).contains(0L, 1L, 2L);
        Set<String> live = everything();
        openAgain();
        assertThat(everything()).isEqualTo(live);
        buildAgain();
        assertThat(everything()).isEqualTo(live);
    }

    @Test
    void what_was_not_durable_when_it_stopped_is_taken_in_again() {
        submitted("First");
        follow();
        submitted("Second");
        assertThat(follower.step()).isEqualTo(1);
        index.close();
        open();
        assertThat(index.position()).isEqualTo(1);
        follow();
        assertThat(about(ITEM)).containsExactly(1L, 0L);
        assertThat(saying("second")).containsExactly(1L);
    }

    @Test
    void a_redacted_event_is_what_its_leaf_says_and_its_words_leave_the_files() throws IOException {
        submitted("Zanzibar");
        log.add(ITEM, "ItemReturned", "unit:nz", Map.of("reason", "Quixotic"));
        follow();
        assertThat(index.reading().terms(Fields.WORDS)).contains("zanzibar", "quixotic");
        log.destroy(ITEM + "@1");
        log.add(REDACTION, "EventRedacted", "public", Map.of("event", ITEM + "@1", "reason", "A name in it"));
        follow();
        assertThat(saying("zanzibar")).isEmpty();
        assertThat(index.reading().terms(Fields.WORDS))
                .doesNotContain("zanzibar")
                .contains("quixotic");
        assertThat(about(ITEM))
                .as("the leaf stays, and who took it out is beside")
                .containsExactly(2L, 1L, 0L);
        assertThat(found(Visible.is(Fields.SUBJECT, ITEM), Standing.visitor("")))
                .as("and everybody may see it")
                .containsExactly(2L, 0L);
        assertThat(about("nz")).as("whose it was is not known any more").isEmpty();
        Set<String> live = everything();
        buildAgain();
        assertThat(everything()).isEqualTo(live);
    }

    @Test
    void an_event_that_is_redacted_before_its_opening_is_destroyed_is_looked_at_until_it_is() {
        submitted("Zanzibar");
        log.add(REDACTION, "EventRedacted", "public", Map.of("event", ITEM + "@1"));
        follow();
        assertThat(saying("zanzibar")).containsExactly(0L);
        openAgain();
        log.destroy(ITEM + "@1");
        for (int i = 0; i < 20 && !saying("zanzibar").isEmpty(); i++) {
            follower.step();
        }
        assertThat(saying("zanzibar")).isEmpty();
        assertThat(index.reading().terms(Fields.WORDS)).doesNotContain("zanzibar");
    }

    @Test
    void an_event_whose_redaction_tells_nothing_any_more_leaves_the_files_too() {
        submitted("Zanzibar");
        log.add(ITEM, "ItemReturned", "unit:nz", Map.of("reason", "Quixotic"));
        follow();
        log.destroy(ITEM + "@1");
        log.destroy(log.add(REDACTION, "EventRedacted", "public", Map.of("event", ITEM + "@1")));
        openAgain();
        assertThat(index.reading().terms(Fields.WORDS)).contains("zanzibar");
        follower.forget(ITEM + "@1");
        for (int i = 0; i < 20; i++) {
            follower.step();
        }
        assertThat(index.reading().terms(Fields.WORDS))
                .doesNotContain("zanzibar")
                .contains("quixotic");
        assertThat(saying("zanzibar")).isEmpty();
    }

    @Test
    void files_of_another_log_or_of_none_are_built_again() throws IOException {
        submitted("Zanzibar");
        follow();
        index.close();
        ListedLog other = new ListedLog();
        other.add(MEETING, "MeetingProposed", "public", Map.of("forum", FORUM, "title", "Another"));
        other.add(MEETING, "MeetingOpened", "public", Map.of());
        index = RecordIndex.open(dir.resolve("index"));
        follower = new Follower(other, index);
        follow();
        assertThat(saying("zanzibar")).isEmpty();
        assertThat(about(MEETING)).containsExactly(1L, 0L);
        index.close();
        try (var files = Files.list(dir.resolve("index"))) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("segments"))
                    .toList()) {
                Files.writeString(file, "broken");
            }
        }
        index = RecordIndex.open(dir.resolve("index"));
        follower = new Follower(other, index);
        follow();
        assertThat(about(MEETING)).containsExactly(1L, 0L);
    }

    @Test
    void files_of_an_earlier_release_that_were_kept_in_no_order_are_built_again() throws IOException {
        submitted("Zanzibar");
        Path unsorted = dir.resolve("unsorted");
        try (FSDirectory directory = FSDirectory.open(unsorted);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            Document of = new Document();
            of.add(new StringField(Fields.KEY, ITEM + "@9", Field.Store.NO));
            writer.addDocument(of);
            writer.setLiveCommitData(
                    Map.of("format", "3", "position", "1", "last", "").entrySet());
            writer.commit();
        }
        index.close();
        index = RecordIndex.open(unsorted);
        assertThat(index.position()).isZero();
        follower = new Follower(log, index);
        follow();
        assertThat(saying("zanzibar")).containsExactly(0L);
    }
}
