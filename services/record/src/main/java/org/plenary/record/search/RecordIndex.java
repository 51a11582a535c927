package org.plenary.record.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TieredMergePolicy;
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
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index's files, of one instance alone. It keeps the position up to which it follows the log in each commit, so that
 * files and position are never of two times; who deletes the directory loses nothing but the time to build it again.
 */
final class RecordIndex implements AutoCloseable {
    /** Raised when events become other documents, so that an older index is built again. */
    private static final String FORMAT = "1";

    private static final String FORMAT_KEY = "format";
    private static final String POSITION_KEY = "position";
    private static final String LAST_KEY = "last";
    private static final Logger LOG = LoggerFactory.getLogger(RecordIndex.class);
    private static final Sort NEWEST_FIRST = new Sort(
            new SortField(Fields.RECORDED, SortField.Type.LONG, true),
            new SortField(Fields.INDEX, SortField.Type.LONG, true));

    /** Words as people write them: any case, with or without accents; no word is too common or has another form. */
    static final Analyzer WORDS = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String fieldName) {
            StandardTokenizer source = new StandardTokenizer();
            return new TokenStreamComponents(source, new ASCIIFoldingFilter(new LowerCaseFilter(source)));
        }
    };

    /** Where a page ended. */
    record Place(long recordedMillis, long index) {}

    /** What was found, newest first; {@code next} where there is more. */
    record Page(List<Place> found, @Nullable Place next) {}

    private final FSDirectory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private long position;
    private String last;
    private volatile long searchable;

    private RecordIndex(FSDirectory directory) throws IOException {
        this.directory = directory;
        TieredMergePolicy merges = new TieredMergePolicy();
        // What was redacted is gone from the files, and not only from the answers.
        merges.setForceMergeDeletesPctAllowed(0);
        // Merges are the follower's own work, one after another: when it says that something is gone, it is.
        writer = new IndexWriter(
                directory,
                new IndexWriterConfig(WORDS).setMergePolicy(merges).setMergeScheduler(new SerialMergeScheduler()));
        Map<String, String> kept = new HashMap<>();
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data != null) {
            data.forEach(e -> kept.put(e.getKey(), e.getValue()));
        }
        if (!FORMAT.equals(kept.get(FORMAT_KEY))) {
            writer.deleteAll();
            kept.clear();
        }
        position = Long.parseLong(kept.getOrDefault(POSITION_KEY, "0"));
        last = kept.getOrDefault(LAST_KEY, "");
        searchable = position;
        searchers = new SearcherManager(writer, null);
    }

    /** Opens the directory; what cannot be read there is thrown away and built again. */
    static RecordIndex open(Path dir) {
        try {
            Files.createDirectories(dir);
            try {
                return new RecordIndex(FSDirectory.open(dir));
            } catch (LockObtainFailedException e) {
                throw new IllegalStateException("another instance has the index " + dir, e);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("the index {} cannot be read and is built again: {}", dir, e.toString());
                empty(dir);
                return new RecordIndex(FSDirectory.open(dir));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void empty(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The index of the next entry that it does not have. */
    long position() {
        return position;
    }

    /** Hash of the last entry that it has; empty where it has none. */
    String last() {
        return last;
    }

    /** Up to where it can be searched. */
    long searchable() {
        return searchable;
    }

    /** Puts an event's document in, in the place of any that it had. */
    void put(String key, Document document) {
        io(() -> writer.updateDocument(new Term(Fields.KEY, key), document));
    }

    /** Everything before this is in. */
    void moved(long next, String lastHash) {
        position = next;
        last = lastHash;
    }

    /** Makes what was put in findable. */
    void refresh() {
        io(searchers::maybeRefreshBlocking);
        searchable = position;
    }

    /** Makes it durable with its position. */
    void commit() {
        io(() -> {
            writer.setLiveCommitData(Map.of(FORMAT_KEY, FORMAT, POSITION_KEY, Long.toString(position), LAST_KEY, last)
                    .entrySet());
            writer.commit();
        });
    }

    /** Writes anew whatever files still have something that was taken out or replaced. */
    void forgetReplaced() {
        io(() -> writer.forceMergeDeletes(true));
        commit();
        refresh();
        io(writer::deleteUnusedFiles);
    }

    /** Forgets everything. */
    void clear() {
        io(writer::deleteAll);
        moved(0, "");
        commit();
        refresh();
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
                Object[] sorted = java.util.Objects.requireNonNull(((FieldDoc) hits[i]).fields);
                found.add(new Place((long) sorted[0], (long) sorted[1]));
            }
            return new Page(List.copyOf(found), hits.length > limit ? found.getLast() : null);
        });
    }

    /** The indexes of the leaves whose events have this exact value. */
    Set<Long> having(String field, String value) {
        return search(searcher -> {
            Set<Long> found = new TreeSet<>();
            ScoreDoc[] hits = searcher.search(new TermQuery(new Term(field, value)), Integer.MAX_VALUE).scoreDocs;
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

    private interface Io {
        void run() throws IOException;
    }

    private static void io(Io what) {
        try {
            what.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what was not committed, which is taken in again. */
    @Override
    public void close() {
        io(() -> {
            searchers.close();
            writer.rollback();
            directory.close();
        });
    }
}
