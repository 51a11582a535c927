package org.plenary.record.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index's files, of one instance alone. It keeps the position up to which it follows the log in each commit, so that
 * files and position are never of two times; who deletes the directory loses nothing but the time to build it again.
 */
final class RecordIndex implements AutoCloseable {
    /** Raised when events become other documents, so that an older index is built again. */
    private static final String FORMAT = "4";

    private static final String FORMAT_KEY = "format";
    private static final String POSITION_KEY = "position";
    private static final String LAST_KEY = "last";
    private static final Logger LOG = LoggerFactory.getLogger(RecordIndex.class);
    /** Words as people write them: any case, with or without accents; no word is too common or has another form. */
    static final Analyzer WORDS = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String fieldName) {
            StandardTokenizer source = new StandardTokenizer();
            return new TokenStreamComponents(source, new ASCIIFoldingFilter(new LowerCaseFilter(source)));
        }
    };

    private final FSDirectory directory;
    private final IndexWriter writer;
    private final Reading reading;
    private long position;
    private String last;
    private volatile long searchable;

    private RecordIndex(FSDirectory directory) throws IOException {
        this.directory = directory;
        writer = new IndexWriter(directory, settings());
        try {
            Map<String, String> kept = kept();
            position = Long.parseLong(kept.getOrDefault(POSITION_KEY, "0"));
            last = kept.getOrDefault(LAST_KEY, "");
            searchable = position;
            reading = new Reading(writer);
        } catch (IOException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }

    private static IndexWriterConfig settings() {
        TieredMergePolicy merges = new TieredMergePolicy();
        // What was redacted is gone from the files, and not only from the answers.
        merges.setForceMergeDeletesPctAllowed(0);
        // Merges are the follower's own work, one after another: when it says that something is gone, it is.
        // Kept in the order of the pages: the first page of a million events is read at once, not sorted out of all.
        return new IndexWriterConfig(WORDS)
                .setIndexSort(Reading.NEWEST_FIRST)
                .setMergePolicy(merges)
                .setMergeScheduler(new SerialMergeScheduler());
    }

    /** What the last commit said of itself; nothing where it was of another format, whose documents go. */
    private Map<String, String> kept() throws IOException {
        Map<String, String> kept = new HashMap<>();
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data != null) {
            data.forEach(e -> kept.put(e.getKey(), e.getValue()));
        }
        if (!FORMAT.equals(kept.get(FORMAT_KEY))) {
            writer.deleteAll();
            kept.clear();
        }
        return kept;
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

    /** What can be found. */
    Reading reading() {
        return reading;
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
        io(reading::refresh);
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
            reading.close();
            writer.rollback();
            directory.close();
        });
    }
}
