package org.plenary.record.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** What can be found in the index, as of its last refresh. Any thread may read. */
final class Reading {
    /** The order of every page, and of the files. */
    static final Sort NEWEST_FIRST = new Sort(
            new SortField(Fields.RECORDED, SortField.Type.LONG, true),
            new SortField(Fields.INDEX, SortField.Type.LONG, true));

    /** Where a page ended. */
    record Place(long recordedMillis, long index) {}

    /** What was found, newest first; {@code next} where there is more. */
    record Page(List<Place> found, @Nullable Place next) {}

    private final SearcherManager searchers;

    Reading(IndexWriter writer) throws IOException {
        searchers = new SearcherManager(writer, null);
    }

    /** Makes findable what was put in. */
    void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    void close() throws IOException {
        searchers.close();
    }

    /** A page of what the query finds. */
    Page page(Query query, int limit, @Nullable Place after) {
        return search(searcher -> {
            // No two events have one leaf's index, so any document's number goes; the last keeps the page's end out.
            int any = Math.max(0, searcher.getIndexReader().maxDoc() - 1);
            FieldDoc from = after == null
                    ? null
                    : new FieldDoc(any, Float.NaN, new Object[] {after.recordedMillis(), after.index()});
            ScoreDoc[] hits = searcher.searchAfter(from, query, limit + 1, NEWEST_FIRST).scoreDocs;
            List<Place> found = new ArrayList<>();
            for (int i = 0; i < Math.min(limit, hits.length); i++) {
                Object[] sorted = Objects.requireNonNull(((FieldDoc) hits[i]).fields);
                found.add(new Place((long) sorted[0], (long) sorted[1]));
            }
            return new Page(List.copyOf(found), hits.length > limit ? found.getLast() : null);
        });
    }

    /** The indexes of the leaves whose events have this exact value. */
    Set<Long> having(String field, String value) {
        return search(searcher -> {
            Set<Long> found = new TreeSet<>();
            Query having = new TermQuery(new Term(field, value));
            int count =
                    searcher.count(having); // as many as there are: the searcher makes room for all that it is asked
            ScoreDoc[] hits = count == 0 ? new ScoreDoc[0] : searcher.search(having, count).scoreDocs;
            for (ScoreDoc hit : hits) {
                found.add(leafIndex(searcher, hit.doc));
            }
            return found;
        });
    }

    /** Whether it has the event with what opens it. */
    boolean opened(String key) {
        Query opened = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(Fields.KEY, key)), BooleanClause.Occur.FILTER)
                .add(new TermQuery(new Term(Fields.BARE, "yes")), BooleanClause.Occur.MUST_NOT)
                .build();
        return search(searcher -> searcher.count(opened) > 0);
    }

    private static long leafIndex(IndexSearcher searcher, int doc) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
        NumericDocValues values = leaf.reader().getNumericDocValues(Fields.INDEX);
        if (values == null || !values.advanceExact(doc - leaf.docBase)) {
            throw new IllegalStateException("a document without its leaf's index");
        }
        return values.longValue();
    }

    /** Every exact value or word of a field that stands in the files. */
    Set<String> terms(String field) {
        return search(searcher -> {
            Set<String> found = new TreeSet<>();
            Terms terms = MultiTerms.getTerms(searcher.getIndexReader(), field);
            TermsEnum each = terms == null ? TermsEnum.EMPTY : terms.iterator();
            for (BytesRef term = each.next(); term != null; term = each.next()) {
                found.add(term.utf8ToString());
            }
            return found;
        });
    }

    private interface Searching<T> {
        T in(IndexSearcher searcher) throws IOException;
    }

    private <T> T search(Searching<T> search) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return search.in(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
