package org.plenary.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.kernel.command.Refused;
import org.plenary.record.LogStore.Draft;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.SlowTree;
import org.plenary.tlog.TilePath;
import org.springframework.http.ResponseEntity;

/** The log that is served is right in every byte, by the definitions of RFC 6962 alone. */
class LogSizesTest {
    private static final int[] SIZES = {0, 1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 70_000};
    private final SlowTree slow = new SlowTree(70_001);

    @Test
    void every_size_has_the_tiles_bundles_and_root_of_the_definitions_and_nothing_beyond(@TempDir Path dir)
            throws Exception {
        try (LogFixture log = new LogFixture(dir)) {
            LogStore store = log.store();
            int at = 0;
            for (int size : SIZES) {
                at = sequenced(store, at, size);
                Publisher publisher = log.published(log.all(0));
                while (publisher.publishedSize() < size) {
                    publisher = log.published(log.all(0));
                }
                Checkpoint head = Checkpoint.parse(publisher.checkpoint().text());
                assertThat(head.size()).isEqualTo(size);
                assertThat(head.root()).isEqualTo(slow.root(size));
                LogController served = new LogController(
                        store, new RedactedStore(log.database), log.logs(store, log.all(0)), publisher);
                tiles(served, size);
                // one entry more, in the tree and not published
                sequenced(store, size, size + 1);
                new TreeWriter(store).grow();
                absent(served, TilePath.hashes(0, size / 256, size % 256 + 1));
                absent(served, TilePath.entries(size / 256, size % 256 + 1));
                at = size + 1;
            }
        }
    }

    private static int sequenced(LogStore store, int from, int to) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            drafts.add(new Draft("key-" + i, entry(i), Optional.empty()));
        }
        for (int i = 0; i < drafts.size(); i += 1_000) {
            List<Draft> some = drafts.subList(i, Math.min(drafts.size(), i + 1_000));
            assertThat(store.insert(from + i, some)).isEqualTo(some.size());
        }
        return Math.max(from, to);
    }

    private static byte[] entry(int n) {
        return ("entry " + n).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] get(LogController served, String path) {
        ResponseEntity<byte[]> answer = served.tile(path);
        assertThat(answer.getHeaders().getCacheControl()).contains("immutable", "max-age=31536000");
        return answer.getBody();
    }

    private static void absent(LogController served, TilePath path) {
        assertThatThrownBy(() -> get(served, path.toString()))
                .as(path.toString())
                .isInstanceOf(Refused.class);
    }

    private void tiles(LogController served, int size) {
        int level = 0;
        for (int unit = 1; unit <= Math.max(size, 1); unit *= 256) {
            int hashes = size / unit;
            for (int tile = 0; tile * 256 < hashes; tile++) {
                int width = Math.min(256, hashes - tile * 256);
                ByteArrayOutputStream defined = new ByteArrayOutputStream();
                for (int i = 0; i < width; i++) {
                    int n = tile * 256 + i;
                    defined.writeBytes(slow.mth(n * unit, (n + 1) * unit));
                }
                TilePath path = TilePath.hashes(level, tile, width);
                assertThat(get(served, path.toString())).as(path.toString()).isEqualTo(defined.toByteArray());
                if (level == 0) {
                    bundle(served, tile, width);
                }
            }
            if (hashes % 256 == 0) {
                absent(served, TilePath.hashes(level, hashes / 256, 1));
            }
            level++;
        }
        absent(served, TilePath.hashes(level, 0, 1));
    }

    private static void bundle(LogController served, int tile, int width) {
        List<byte[]> entries =
                EntryBundle.decode(get(served, TilePath.entries(tile, width).toString()));
        assertThat(entries).hasSize(width);
        for (int i = 0; i < width; i++) {
            assertThat(entries.get(i)).isEqualTo(entry(tile * 256 + i));
        }
    }
}
