package org.plenary.kernel.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;

/** MongoDB's event store on the embedded store. */
class EmbeddedMongoEventStoreTest extends EventStoreContract {
    @TempDir
    Path dir;

    private EmbeddedStore embedded;
    private MongoClient client;
    private EventStore store;

    @BeforeEach
    void open() throws Exception {
        embedded = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(embedded.uri());
        store = new MongoEventStore(client.getDatabase("test"), MongoEventStore.Indexes.UNIQUE_KEYS);
    }

    @AfterEach
    void close() {
        client.close();
        embedded.close();
    }

    @Override
    EventStore store() {
        return store;
    }
}
