package org.plenary.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.mongodb.MongoDBContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * MongoDB's event store on a real server in a container, where an engine and the image can be had. Elsewhere it says
 * that it was skipped and why, or fails where {@code -Dplenary.containers=required}. The image's name can be given by
 * {@code -Dplenary.mongo.image}.
 */
class ContainerMongoEventStoreTest extends EventStoreContract {
    private static MongoDBContainer container;
    private static MongoClient client;

    @BeforeAll
    static void start() {
        boolean required = "required".equals(System.getProperty("plenary.containers"));
        DockerImageName image = DockerImageName.parse(System.getProperty("plenary.mongo.image", "mongo:8"))
                .asCompatibleSubstituteFor("mongo");
        try {
            container = new MongoDBContainer(image);
            container.start();
            client = MongoClients.create(container.getConnectionString());
        } catch (RuntimeException e) {
            String why =
                    "SKIPPED: the event store on a real MongoDB, as no container could be started: " + e.getMessage();
            System.err.println(why);
            assertThat(required).as(why).isFalse();
            Assumptions.abort(why);
        }
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (container != null) {
            container.stop();
        }
    }

    @Override
    EventStore store() {
        return new MongoEventStore(client.getDatabase("test"), MongoEventStore.Indexes.ALL);
    }
}
