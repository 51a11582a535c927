package org.plenary.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;

/**
 * Somebody's copy of the log's files, in a directory or over HTTP, as an outsider keeps them who follows the log.
 * Nothing in it is believed: what it says must reproduce a root that the log signed.
 */
final class Mirror {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Bytes of a file at most: 256 entries of the format's largest size. */
    private static final int BYTES_MAX = TilePath.FULL * (EntryBundle.ENTRY_BYTES_MAX + 2);

    /** The bytes of a file below the log's prefix; empty where there is none. */
    @FunctionalInterface
    interface Source {
        Optional<byte[]> read(String path);
    }

    private final Source files;

    Mirror(Source files) {
        this.files = files;
    }

    /** The same, of the log below this prefix; empty for the first log. */
    Mirror below(String prefix) {
        return prefix.isEmpty() ? this : new Mirror(path -> files.read(prefix + path));
    }

    /** At an address or in a directory. */
    static Mirror at(String where) {
        if (where.startsWith("http://") || where.startsWith("https://")) {
            HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
            String base = where.replaceAll("/+$", "");
            return new Mirror(path -> fetched(http, URI.create(base + "/" + path)));
        }
        Path folder = Path.of(where);
        return new Mirror(path -> kept(folder.resolve(path)));
    }

    private static Optional<byte[]> kept(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= BYTES_MAX
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<byte[]> fetched(HttpClient http, URI uri) {
        try {
            HttpResponse<InputStream> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(BYTES_MAX + 1);
                return answer.statusCode() == 200 && bytes.length <= BYTES_MAX ? Optional.of(bytes) : Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("stopped", e));
        }
    }

    /** The checkpoint that it keeps; empty where there is none that can be read. */
    Optional<SignedNote> checkpoint() {
        try {
            return files.read("checkpoint").map(bytes -> SignedNote.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (RuntimeException e) { // whatever a stranger's files make of it
            return Optional.empty();
        }
    }

    /**
     * The first entries of a bundle. Whoever follows a log keeps the widths of the sizes they saw only, so a wider one
     * will do.
     *
     * @param size a size that the mirror may have seen
     * @throws IllegalStateException where it does not have them
     */
    List<byte[]> entries(long bundle, int width, long size) {
        int seen = (int) Math.min(TilePath.FULL, Math.max(width, size - bundle * TilePath.FULL));
        for (int w : new int[] {width, TilePath.FULL, seen}) {
            TilePath path = TilePath.entries(bundle, w);
            Optional<byte[]> bytes = files.read(path.toString());
            if (bytes.isPresent()) {
                List<byte[]> entries = EntryBundle.decode(bytes.get());
                if (entries.size() >= width) {
                    return entries.subList(0, width);
                }
            }
        }
        throw new IllegalStateException("it has no " + TilePath.entries(bundle, width));
    }

    /** The size of its own checkpoint, whoever signed that; 0 where it has none. */
    long size() {
        try {
            return checkpoint().map(n -> Checkpoint.parse(n.text()).size()).orElse(0L);
        } catch (IllegalArgumentException e) {
            return 0; // a note of something else
        }
    }
}
