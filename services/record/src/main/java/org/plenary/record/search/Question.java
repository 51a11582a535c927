package org.plenary.record.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.http.BadInput;

/**
 * What somebody asks for: words, all of which must be there, and phrases in quotation marks; an id or a party's short
 * name also finds what is about it. There is nothing to learn, and nothing that makes a search expensive.
 */
final class Question {
    /** Characters at most. */
    static final int CHARS_MAX = 200;
    /** Words and phrases at most. */
    static final int PARTS_MAX = 16;

    private static final QueryBuilder QUERIES = new QueryBuilder(RecordIndex.WORDS);

    private Question() {}

    /** The query of a question; 400 where it has no word, too many, a star, or a quotation mark that stays open. */
    static Query of(String text) {
        if (text.length() > CHARS_MAX) {
            throw bad("maxLength", "Ask with " + CHARS_MAX + " characters at most.");
        }
        if (text.contains("*")) {
            throw bad("words", "Ask with whole words; a star stands for nothing here.");
        }
        String[] quoted = text.replace('\u201c', '"').replace('\u201d', '"').split("\"", -1);
        if (quoted.length % 2 == 0) {
            throw bad("quotes", "A quotation mark is opened and not closed.");
        }
        List<Query> parts = new ArrayList<>();
        for (int i = 0; i < quoted.length; i++) {
            if (i % 2 == 1) {
                add(parts, phrase(quoted[i]));
            } else {
                for (String word : quoted[i].split("\\s+")) {
                    add(parts, word(word));
                }
            }
        }
        if (parts.isEmpty()) {
            throw bad("words", "Ask with at least one word.");
        }
        if (parts.size() > PARTS_MAX) {
            throw bad("words", "Ask with " + PARTS_MAX + " words or phrases at most.");
        }
        return Visible.all(parts.toArray(Query[]::new));
    }

    private static void add(List<Query> parts, @Nullable Query part) {
        if (part != null) {
            parts.add(part);
        }
    }

    private static @Nullable Query phrase(String text) {
        return QUERIES.createPhraseQuery(Fields.WORDS, text);
    }

    /** A word that has signs in it, as a symbol has, is a phrase of its parts. */
    private static @Nullable Query word(String text) {
        Query words = phrase(text);
        return words == null ? null : Visible.any(words, Visible.is(Fields.SUBJECT, text.toLowerCase(Locale.ROOT)));
    }

    private static BadInput bad(String rule, String message) {
        return BadInput.field("/q", rule, message);
    }
}
