package org.plenary.infra.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.record.MeasuredLog;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.TilePath;

/**
 * The same through the record's own publisher: what is sequenced is read from the embedded store, tiled, checked, signed
 * and published there. Tiles of both logs lie in one store; of the entries before, only those of the open bundle.
 */
final class StoredGrowth {
    private static final List<Integer> BATCHES = List.of(250, 4_000);

    private StoredGrowth() {}

    static List<Figure> measure(Scale scale, Path dir, SyntheticLog small, SyntheticLog large)
            throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        try (EmbeddedStore store = EmbeddedStore.open(dir.resolve("store"), 0, EmbeddedStore.Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            MeasuredLog few = stored(small, client, dir.resolve("few"));
            MeasuredLog many = stored(large, client, dir.resolve("many"));
            for (int batch : BATCHES) {
                int count = Math.min(batch, scale.appended());
                Growth.Compared compared = new Growth.Compared(scale, ", published in batches of " + batch);
                for (int round = -1; round < scale.rounds(); round++) {
                    Watch.Spent atSmall = each(few, count, scale.appended());
                    Watch.Spent atLarge = each(many, count, scale.appended());
                    if (round >= 0) { // the first warms up
                        compared.add(atSmall, atLarge);
                    }
                }
                figures.addAll(compared.figures());
            }
        }
        return figures;
    }

    private static MeasuredLog stored(SyntheticLog log, MongoClient client, Path folder)
            throws IOException, InterruptedException {
        MeasuredLog record =
                new MeasuredLog(client.getDatabase(folder.getFileName().toString()), Files.createDirectories(folder));
        Proof.copy(log, record);
        long open = log.size() - log.size() % TilePath.FULL;
        if (open < log.size()) {
            List<byte[]> entries = LongStream.range(open, log.size())
                    .mapToObj(Synthetic::entry)
                    .toList();
            record.write(Map.of(TilePath.entries(open / TilePath.FULL, entries.size()), EntryBundle.encode(entries)));
        }
        return record;
    }

    /** Sequencing is not counted: it does not know how large the log is. */
    private static Watch.Spent each(MeasuredLog log, int batch, int count) throws InterruptedException {
        Watch.Spent spent = Watch.Spent.NOTHING;
        long before = log.published();
        for (int done = 0; done < count; done += batch) {
            log.sequence(Synthetic.events(log.published(), batch));
            long sequenced = log.published() + batch;
            Watch watch = new Watch();
            while (log.published() < sequenced) { // a slow machine takes several steps for one batch
                log.publish();
            }
            spent = spent.plus(watch.spent());
        }
        return spent.each(log.published() - before);
    }
}
