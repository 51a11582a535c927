package org.plenary.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.IndexOptions;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    @Test
    void what_another_document_has_and_must_be_unique_is_a_defect_and_no_trouble_of_the_stores() {
        client.getDatabase("test")
                .getCollection("things")
                .createIndex(new Document("order", 1), new IndexOptions().unique(true));
        Documents things = documents();
        assertThat(things.insert(new Document("_id", "a").append("order", "1"))).isTrue();
        assertThatThrownBy(() -> things.insert(new Document("_id", "b").append("order", "1")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Override
    Documents documents() {
        return MongoDocuments.in(client.getDatabase("test")).of("things");
    }
}
