package org.plenary.record.search;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.jspecify.annotations.Nullable;
import org.plenary.record.search.Happening.Opened;

/** An event as the index has it. Ids are exact; texts are words; nothing is stored, since the log has it. */
final class Fields {
    /** {@code <stream>@<version>}. */
    static final String KEY = "key";
    /** The leaf's index, as a value to read and to sort by. */
    static final String INDEX = "index";

    static final String STREAM = "stream";
    static final String KIND = "kind";
    /** Everything that the event is about. */
    static final String SUBJECT = "subject";

    static final String FORUM = "forum";
    static final String AUDIENCE = "audience";
    static final String BODY = "body";
    /** The meeting whose body counts. */
    static final String BODY_OF = "bodyOf";

    static final String UNIT = "unit";
    static final String PERSON = "person";
    /** Set where nothing is known but what the leaf says. */
    static final String BARE = "bare";
    /** Set where the type of event is for the trusted alone. */
    static final String CLOSED = "closed";
    /** An event that this one, a redaction, names. */
    static final String REDACTS = "redacts";

    static final String RECORDED = "recorded";
    static final String RECEIVED = "received";
    static final String IN_FORCE = "inForce";
    static final String WORDS = "words";

    /** Characters of one exact term at most; Lucene takes 32,766 bytes. */
    private static final int ID_MAX = 400;

    private Fields() {}

    /**
     * The document of an event.
     *
     * @param facts of its stream
     * @param body whose roles count, or null
     */
    static Document of(Happening event, StreamFacts facts, @Nullable String body) {
        Document doc = new Document();
        exact(doc, KEY, event.key());
        exact(doc, STREAM, event.stream());
        exact(doc, KIND, facts.kind() == null ? event.kind() : facts.kind());
        exact(doc, SUBJECT, event.stream());
        doc.add(new NumericDocValuesField(INDEX, event.index()));
        doc.add(new NumericDocValuesField(RECORDED, event.recordedAt().toEpochMilli()));
        time(doc, RECEIVED, event.receivedAt());
        time(doc, IN_FORCE, event.inForceFrom());
        Opened opened = event.opened();
        if (opened == null) {
            exact(doc, BARE, "yes");
            return doc;
        }
        exact(doc, CLOSED, EventKinds.closed(event.type()) ? "yes" : null);
        exact(doc, FORUM, opened.forum());
        exact(doc, AUDIENCE, opened.audience());
        exact(doc, BODY, body);
        exact(doc, BODY_OF, facts.meeting());
        exact(doc, UNIT, facts.unit());
        exact(doc, PERSON, facts.person());
        Set<String> subjects = new LinkedHashSet<>(facts.subjects());
        subjects.addAll(EventText.named(opened.data()));
        if (opened.onBehalfOf() != null) {
            subjects.add(opened.onBehalfOf());
        }
        subjects.remove(event.stream());
        subjects.forEach(s -> exact(doc, SUBJECT, s));
        EventText.said(opened.data()).forEach(s -> doc.add(new TextField(WORDS, s.text(), Store.NO)));
        if (event.name().endsWith("Redacted")) {
            EventText.events(opened.data()).forEach(e -> exact(doc, REDACTS, e));
        }
        return doc;
    }

    private static void exact(Document doc, String field, @Nullable String value) {
        if (value != null && value.length() <= ID_MAX) {
            doc.add(new StringField(field, value, Store.NO));
        }
    }

    private static void time(Document doc, String field, Instant at) {
        doc.add(new LongPoint(field, at.toEpochMilli()));
    }
}
