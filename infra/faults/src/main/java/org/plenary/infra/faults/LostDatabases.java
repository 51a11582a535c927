package org.plenary.infra.faults;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;

/**
 * One service after the other loses its database while people work, is started on nothing, which it must refuse, and
 * then as an operator has it restored; each commit must then be what it was. Only what is in Kafka comes back, so people
 * wait before each loss until all they did is there.
 */
final class LostDatabases {
    private static final List<String> LOST = List.of("membership", "meeting", "agenda", "outcomes", "circulation");
    private static final long SOME_MILLIS = 5_000;

    private final Cluster cluster;
    private final Load load;
    private final List<String> violations = new ArrayList<>();

    LostDatabases(Cluster cluster, Load load) {
        this.cluster = cluster;
        this.load = load;
    }

    /** What was not as it must be. */
    List<String> play() throws IOException {
        for (String service : LOST) {
            lost(service);
        }
        return violations;
    }

    private void lost(String service) throws IOException {
        load.allow(0);
        Cluster.await(
                "what was accepted to be published",
                () -> cluster.published("circulation")
                        && Faults.WRITERS.stream().allMatch(cluster::published));
        cluster.kill(service);
        Map<String, Document> before = commits(service, Loss.KEPT);
        commits(service, Loss.DROPPED);
        cluster.start(service);
        Cluster.await(
                service + " to refuse a store that lacks what was published",
                () -> cluster.waitsFor(service).contains("behind what it published"));
        cluster.kill(service);
        cluster.startRestoring(service);
        Cluster.await(
                service, () -> cluster.up(service) && cluster.waitsFor(service).isEmpty());
        Map<String, Document> after = commits(service, Loss.KEPT);
        before.forEach((id, was) -> {
            if (!was.equals(after.get(id))) {
                violations.add(service + " had " + was + " and was given back " + after.get(id));
            }
        });
        load.allow(Integer.MAX_VALUE);
        LockSupport.parkNanos(SOME_MILLIS * 1_000_000);
    }

    private enum Loss {
        KEPT,
        DROPPED
    }

    /** The service's commits without their marks, and then perhaps no more of them. */
    private Map<String, Document> commits(String service, Loss loss) {
        Map<String, Document> commits = new TreeMap<>();
        try (MongoClient store = MongoClients.create("mongodb://127.0.0.1:" + cluster.port("store"))) {
            var database = store.getDatabase("plenary_" + service);
            database.getCollection("commits").find().forEach(d -> {
                d.remove("pending");
                commits.put(d.getString("_id"), d);
            });
            if (loss == Loss.DROPPED) {
                database.drop();
            }
        }
        return commits;
    }
}
