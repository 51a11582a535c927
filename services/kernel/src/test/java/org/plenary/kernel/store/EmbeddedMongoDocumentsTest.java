package org.plenary.kernel.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;

/** MongoDB's documents on the embedded store. */
class EmbeddedMongoDocumentsTest extends DocumentsContract {
    @TempDir
    Path dir;

    private EmbeddedStore embedded;
    private MongoClient client;

    @BeforeEach
    void open() throws Exception {
        embedded = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(embedded.uri());
    }

    @AfterEach
    void close() {
        client.close();
        embedded.close();
    }

    @Override
    Documents documents() {
        return MongoDocuments.in(client.getDatabase("test")).of("things");
    }
}
