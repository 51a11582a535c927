package org.plenary.infra.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker and its controller (KRaft, KIP-833) in this process, on loopback, with its data on disk: the server
 * that a cluster runs, not a test kit.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** A topic to exist: its partitions, and settings that differ from the broker's. */
    public record Topic(String name, int partitions, Map<String, String> config) {}

    private static final int ADMIN_SECONDS_MAX = 30;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts on the folder; formats it where it is new.
     *
     * @param port of the broker; 0 for a free one
     * @param controllerPort of the controller; 0 for a free one
     */
    public static EmbeddedBroker start(Path dir, int port, int controllerPort) throws Exception {
        int broker = port == 0 ? LoopbackPort.free() : port;
        return start(dir, broker, controllerPort, broker);
    }

    /**
     * The same behind a proxy.
     *
     * @param advertised the port that clients are told to use
     */
    public static EmbeddedBroker start(Path dir, int broker, int controllerPort, int advertised) throws Exception {
        Files.createDirectories(dir);
        int controller = controllerPort == 0 ? LoopbackPort.free() : controllerPort;
        if (Files.notExists(dir.resolve("meta.properties"))) {
            format(dir);
        }
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings(dir, broker, controller, advertised)), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, broker);
    }

    private static void format(Path dir) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(dir.toString()))
                .setMetadataLogDirectory(dir.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true)
                .run();
    }

    private static Map<String, String> settings(Path dir, int broker, int controller, int advertised) {
        Map<String, String> s = new LinkedHashMap<>();
        s.put("process.roles", "broker,controller");
        s.put("node.id", "1");
        s.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        s.put("listeners", "PLAINTEXT://127.0.0.1:" + broker + ",CONTROLLER://127.0.0.1:" + controller);
        s.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + advertised);
        s.put("controller.listener.names", "CONTROLLER");
        s.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        s.put("inter.broker.listener.name", "PLAINTEXT");
        s.put("log.dirs", dir.toString());
        // Topics are data, made by us with their retention; the default would delete events after a week.
        s.put("auto.create.topics.enable", "false");
        s.put("default.replication.factor", "1");
        s.put("num.partitions", "1");
        for (String internal : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            s.put(internal + ".num.partitions", "1");
            s.put(internal + ".replication.factor", "1");
        }
        s.put("transaction.state.log.min.isr", "1");
        s.put("share.coordinator.state.topic.min.isr", "1");
        s.put("group.initial.rebalance.delay.ms", "0");
        // An embedded instance may rest for months; its consumers must still find their place.
        s.put("offsets.retention.minutes", "5256000");
        // The defaults reserve memory for a machine of its own.
        s.put("log.cleaner.dedupe.buffer.size", "8388608");
        s.put("num.network.threads", "2");
        s.put("num.io.threads", "4");
        s.put("num.recovery.threads.per.data.dir", "1");
        s.put("log.index.size.max.bytes", "1048576");
        // By default a restarted single node waits nine seconds for its old session to end.
        s.put("broker.session.timeout.ms", "1000");
        s.put("broker.heartbeat.interval.ms", "250");
        // By default every offset commit waits five milliseconds for company.
        s.put("group.coordinator.append.linger.ms", "0");
        return s;
    }

    /** The bootstrap address. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** Makes the topics that do not exist; those that do are left as they are. */
    public void createTopics(List<Topic> topics) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()))) {
            Instant stop = Instant.now().plusSeconds(ADMIN_SECONDS_MAX);
            while (!made(admin, topics, stop)) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("topics could not be made", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the broker did not answer", e);
        }
    }

    /**
     * False where it is to be tried again: another made one of them meanwhile, or the broker, which a busy machine held up
     * for longer than its session, has none just now.
     */
    private static boolean made(Admin admin, List<Topic> topics, Instant stop)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> standing = admin.listTopics().names().get(ADMIN_SECONDS_MAX, TimeUnit.SECONDS);
        List<NewTopic> missing = topics.stream()
                .filter(t -> !standing.contains(t.name()))
                .map(t -> new NewTopic(t.name(), t.partitions(), (short) 1).configs(t.config()))
                .toList();
        try {
            admin.createTopics(missing).all().get(ADMIN_SECONDS_MAX, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            boolean again = e.getCause() instanceof TopicExistsException
                    || e.getCause() instanceof InvalidReplicationFactorException;
            if (again && Instant.now().isBefore(stop)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        server.shutdown();
        server.awaitShutdown();
    }
}
