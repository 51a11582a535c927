package org.plenary.infra.embedded;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import org.bson.Document;

/** Writes documents and says each number once it is acknowledged, until it is killed. */
final class KilledWriter {
    private static final int WRITES_MAX = 100_000;

    private KilledWriter() {}

    public static void main(String[] args) throws Exception {
        try (EmbeddedStore store = EmbeddedStore.open(Path.of(args[0]), 0, EmbeddedStore.Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            for (int i = 0; i < WRITES_MAX; i++) {
                client.getDatabase("t")
                        .getCollection("c")
                        .insertOne(new Document("_id", i).append("text", "x".repeat(100)));
                System.out.println(i);
                System.out.flush();
            }
        }
    }
}
