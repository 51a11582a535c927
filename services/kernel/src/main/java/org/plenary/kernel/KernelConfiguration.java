package org.plenary.kernel;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.accesslog.AccessDay;
import org.plenary.kernel.accesslog.AccessDays;
import org.plenary.kernel.accesslog.AccessLog;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.body.FileBodies;
import org.plenary.kernel.census.Census;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.feed.Bell;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.CopyRebuild;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.FeedConsumer;
import org.plenary.kernel.feed.FeedContainer;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.http.AccessFilter;
import org.plenary.kernel.http.AccessLogController;
import org.plenary.kernel.http.CommandController;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.http.Cursors;
import org.plenary.kernel.http.ErrorPages;
import org.plenary.kernel.http.InternalController;
import org.plenary.kernel.http.OperatorController;
import org.plenary.kernel.http.Problems;
import org.plenary.kernel.http.ReadController;
import org.plenary.kernel.http.SecondFactor;
import org.plenary.kernel.http.ServiceRoutes;
import org.plenary.kernel.http.SiblingSource;
import org.plenary.kernel.parking.KnownEvents;
import org.plenary.kernel.parking.Parking;
import org.plenary.kernel.parking.Parkings;
import org.plenary.kernel.redaction.RedactableEvents;
import org.plenary.kernel.redaction.Redaction;
import org.plenary.kernel.redaction.Redactions;
import org.plenary.kernel.redaction.RedactionsList;
import org.plenary.kernel.redaction.Tombstones;
import org.plenary.kernel.relay.Lease;
import org.plenary.kernel.relay.Relay;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.MongoDocuments;
import org.plenary.kernel.store.MongoEventStore;
import org.plenary.kernel.timer.ClockSkew;
import org.plenary.kernel.timer.Held;
import org.plenary.kernel.timer.Timers;
import org.plenary.kernel.upkeep.StoreWatch;
import org.plenary.kernel.upkeep.UpkeepConfiguration;
import org.plenary.kernel.view.FiledBy;
import org.plenary.kernel.view.OwnViews;
import org.plenary.kernel.view.Scratch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The kernel's parts for one service. A service imports it and adds its {@link Aggregate}s, its views of its own
 * streams ({@link OwnViews.Definition}) and what it hears ({@link Subscription}).
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KernelProperties.class)
@Import({KernelSecurity.class, Problems.class, ErrorPages.class, UpkeepConfiguration.class})
public class KernelConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(KernelConfiguration.class);

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean(destroyMethod = "close")
    MongoClient mongoClient(KernelProperties p, Gate gate, ObjectProvider<Streams> streams) {
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(p.mongodbUri()))
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .retryWrites(false)
                .applyToClusterSettings(c -> c.serverSelectionTimeout(5, TimeUnit.SECONDS))
                .applyToServerSettings(
                        s -> s.addServerListener(new StoreWatch(gate, () -> streams.ifAvailable(Streams::forgetAll))))
                .applyToSocketSettings(
                        s -> s.connectTimeout(5, TimeUnit.SECONDS).readTimeout(10, TimeUnit.SECONDS))
                .applicationName(p.service())
                .build();
        return MongoClients.create(settings);
    }

    @Bean
    MongoDatabase database(MongoClient client, KernelProperties p) {
        return client.getDatabase("plenary_" + p.service());
    }

    @Bean
    Documents.Space space(MongoDatabase database) {
        return MongoDocuments.in(database);
    }

    @Bean
    EventStore eventStore(MongoDatabase database, KernelProperties p) {
        return new MongoEventStore(database, p.storeIndexes());
    }

    @Bean
    Streams streams(KernelProperties p, EventStore store) {
        return new Streams(p.service(), store);
    }

    @Bean
    Policy policy(KernelProperties p) {
        return Policy.load(p.service()).and(Policy.load("kernel"));
    }

    @Bean
    Contract contract(KernelProperties p) {
        return Contract.load(p.service()).and(Contract.load("kernel"), p.service());
    }

    @Bean
    FiledBy filedBy(MongoDatabase database) {
        return new FiledBy(database);
    }

    @Bean
    Copies copies(MongoDatabase database) {
        return new Copies(database);
    }

    @Bean
    Bodies bodies(MongoDatabase database, EventStore store, InstantSource clock, Gate gate) {
        return new Bodies(database, store, clock, gate);
    }

    @Bean
    FileBodies fileBodies(MongoDatabase database, InstantSource clock, Gate gate) {
        return new FileBodies(database, clock, gate);
    }

    /**
     * The service that owns people reads its own view of them; every other one its copy, which in a service that hears
     * all of the authority's streams has the others beside.
     */
    @Bean
    Authority authority(MongoDatabase database, KernelProperties p, ObjectProvider<Feed> feed) {
        String copy = "copy." + p.authority() + ".";
        Supplier<String> people = () -> p.service().equals(p.authority())
                ? "view.people"
                : feed.getObject().subscriptions().containsKey(copy + "all") ? copy + "all" : copy + "person";
        return new Authority(() -> database.getCollection(people.get()), new HashSet<>(p.operators()));
    }

    @Bean
    CommandHandler commandHandler(
            KernelProperties p,
            EventStore store,
            Streams streams,
            Policy policy,
            Authority authority,
            ObjectProvider<Relay> relay,
            Gate gate,
            InstantSource clock) {
        CommandHandler.Outbox outbox = new CommandHandler.Outbox() {
            @Override
            public void appended(Commit commit) {
                relay.getObject().appended(commit);
            }

            @Override
            public void unconfirmed(Commit commit) {
                relay.getObject().unconfirmed(commit);
            }
        };
        return new CommandHandler(
                p.service(), store, streams, policy, authority, outbox, gate, Scheduling.threads(), clock);
    }

    @Bean
    OwnViews ownViews(
            KernelProperties p,
            MongoDatabase database,
            Documents.Space space,
            EventStore store,
            ObjectProvider<OwnViews.Definition> definitions) {
        definitions.forEach(d -> d.index(database));
        return new OwnViews(
                p.service(), space, store, definitions.orderedStream().toList());
    }

    /** Said once, for an operator who wonders why nothing ends. */
    @Bean
    Held held(KernelProperties p) {
        if (p.held() != Held.NOTHING) {
            LOG.warn("{} lets no timer go off and sends no letter, as its setting plenary.held says", p.service());
        }
        return p.held();
    }

    @Bean
    Timers timers(
            Documents.Space space,
            ObjectProvider<Aggregate<?, ?, ?, ?>> aggregates,
            Streams streams,
            CommandHandler handler,
            Parked parked,
            ClockSkew skew,
            Held held,
            InstantSource clock) {
        Map<String, Aggregate<?, ?, ?, ?>> byName = new HashMap<>();
        aggregates.forEach(a -> byName.put(a.name(), a));
        return new Timers(space.of("timers"), byName, streams, handler, parked, skew, held, clock);
    }

    @Bean
    Relay relay(
            KernelProperties p,
            Documents.Space space,
            EventStore store,
            OwnViews views,
            Timers timers,
            Parked parked,
            Gate gate,
            Supplier<Producer<byte[], byte[]>> producers,
            InstantSource clock) {
        Lease lease =
                new Lease(space.of("leases"), "relay", p.service() + "-" + UUID.randomUUID(), p.ownership(), clock);
        return new Relay(
                p.service(),
                store,
                lease,
                producers,
                views,
                timers,
                parked,
                gate,
                clock,
                p.relayScanInterval().isZero() ? null : p.relayScanInterval(),
                Relay.Bounds.USUAL);
    }

    /** Idempotent, all replicas acknowledge: for the relay, the heartbeat and the bell. */
    @Bean
    Supplier<Producer<byte[], byte[]>> producers(KernelProperties p) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, p.kafkaBrokers());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8 * 1024 * 1024);
        return () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Bean(destroyMethod = "close")
    Bell bell(KernelProperties p, Supplier<Producer<byte[], byte[]>> producers) {
        return new Bell(p.service(), producers);
    }

    @Bean
    Parked parked(Documents.Space space, Bell bell) {
        return new Parked(space.of("parked"), bell);
    }

    @Bean
    Parking parking(KernelProperties p, EventStore store, SiblingSource source, ObjectProvider<Feed> feed) {
        return new Parking(new KnownEvents(
                p.service(),
                store,
                source,
                () -> feed.getObject().subscriptions().values()));
    }

    @Bean
    OwnViews.Definition parkedStreams() {
        return Parking.view();
    }

    @Bean
    Parkings parkings(
            Parking parking,
            Documents.Space space,
            Parked parked,
            Feed feed,
            Relay relay,
            CommandHandler handler,
            InstantSource clock) {
        return new Parkings(parking, space.of(Parking.view().collection()), parked, feed, relay, handler, clock);
    }

    /** A bean of its own: a provider leaves out who asks, and the events of redactions can be redacted too. */
    @Bean
    RedactableEvents redactableEvents(
            KernelProperties p,
            EventStore store,
            Streams streams,
            Bodies bodies,
            ObjectProvider<Aggregate<?, ?, ?, ?>> aggregates,
            Policy policy,
            Contract contract) {
        return new RedactableEvents(
                store,
                streams,
                bodies,
                () -> aggregates.orderedStream().toList(),
                (collection, reader, scope) -> contract.reading(p.service(), collection)
                        .map(o -> policy.read(o.id(), reader, scope) == Policy.Answer.ALLOW)
                        .orElse(true));
    }

    @Bean
    Redaction redaction(KernelProperties p, RedactableEvents events, Policy policy) {
        return new Redaction(p.service(), events, policy);
    }

    @Bean
    OwnViews.Definition redactionsList() {
        return RedactionsList.view();
    }

    @Bean
    Tombstones tombstones(
            KernelProperties p, Streams streams, Redaction redaction, Bodies bodies, RedactableEvents events) {
        return new Tombstones(p.service(), streams, redaction, bodies, events);
    }

    @Bean
    Redactions redactions(
            Redaction redaction,
            Documents.Space space,
            Bodies bodies,
            FileBodies files,
            CommandHandler handler,
            InstantSource clock) {
        Documents view = space.of(RedactionsList.view().collection());
        return new Redactions(redaction, view, bodies, files, handler, clock);
    }

    @Bean
    AccessLog accessLog(KernelProperties p, Documents.Space space, InstantSource clock) {
        return new AccessLog(space, p.service() + "-" + UUID.randomUUID(), clock);
    }

    @Bean
    AccessDay accessDay() {
        return new AccessDay();
    }

    @Bean
    AccessDays accessDays(AccessLog log, AccessDay accessDay, CommandHandler handler, InstantSource clock) {
        return new AccessDays(log, accessDay, handler, clock);
    }

    @Bean
    AccessFilter accessFilter(Contract contract, AccessLog log, InstantSource clock) {
        return new AccessFilter(contract, log, clock);
    }

    @Bean
    AccessLogController accessLogController(AccessLog log, Authority authority, Policy policy, InstantSource clock) {
        return new AccessLogController(log, authority, policy, clock);
    }

    @Bean
    OperatorController operatorController(
            Census census,
            Parking parking,
            Parked parked,
            SiblingSource source,
            CommandHandler handler,
            Authority authority,
            Policy policy,
            InstantSource clock) {
        return new OperatorController(census, parking, parked, source, handler, authority, policy, clock);
    }

    @Bean
    SmartLifecycle relayLifecycle(Relay relay) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                relay.start();
                running = true;
            }

            @Override
            public void stop() {
                relay.close();
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }

            @Override
            public int getPhase() {
                return 0;
            }
        };
    }

    @Bean
    SiblingSource siblingSource(KernelProperties p) {
        return new SiblingSource(p.siblings(), p.tokenUri(), p.clientSecret());
    }

    @Bean
    Feed feedOfService(
            KernelProperties p,
            Documents.Space space,
            ObjectProvider<Subscription> subscriptions,
            CommandHandler handler,
            Parked parked,
            SiblingSource source,
            InstantSource clock) {
        List<Subscription> all = new ArrayList<>(subscriptions.orderedStream().toList());
        boolean hearsAll = all.stream()
                .anyMatch(
                        s -> s.service().equals(p.authority()) && s.aggregate().equals(Subscription.ALL));
        if (!p.service().equals(p.authority()) && !hearsAll) {
            all.add(Subscription.copy(p.authority(), "person", Authority::fold));
        }
        return new Feed(p.service(), space, all, handler, source, parked, Scheduling.threads(), clock);
    }

    /** The Spring Cloud Stream function; its binding names the topics. */
    @Bean
    FeedConsumer feed(Feed feed, ObjectProvider<FeedConsumer.Undecodable> undecodable) {
        return new FeedConsumer(feed, undecodable.orderedStream().toList());
    }

    @Bean
    FeedContainer feedContainer(KernelProperties p) {
        return new FeedContainer(p.instance());
    }

    @Bean
    InternalController internalController(
            KernelProperties p,
            Documents.Space space,
            EventStore store,
            Bodies bodies,
            Tombstones tombstones,
            OwnViews views,
            CopyRebuild copies,
            Census census,
            InstantSource clock) {
        return new InternalController(
                p.service(), store, bodies, tombstones, views, copies, new Scratch(space, clock), census);
    }

    @Bean
    SecondFactor secondFactor(KernelProperties p) {
        return new SecondFactor(
                switch (p.secondFactor()) {
                    case REQUIRED -> Set.copyOf(p.secondFactorRoles());
                    case OPTIONAL -> Set.of();
                });
    }

    @Bean
    RouterFunction<ServerResponse> serviceRoutes(
            KernelProperties p,
            Contract contract,
            ObjectProvider<Aggregate<?, ?, ?, ?>> aggregates,
            CommandHandler handler,
            OwnViews views,
            Authority authority,
            Policy policy,
            MongoDatabase database,
            Documents.Space space,
            Freshness freshness,
            ClockSkew skew,
            SecondFactor secondFactor,
            Redaction redaction,
            InstantSource clock) {
        List<Aggregate<?, ?, ?, ?>> all = aggregates.orderedStream().toList();
        return ServiceRoutes.of(
                p.service(),
                contract,
                all,
                new CommandController(handler, all, freshness, skew, secondFactor, clock),
                new ReadController(
                        handler,
                        views,
                        database,
                        authority,
                        policy,
                        freshness,
                        new Cursors(space),
                        Map.of(RedactionsList.view().name(), redaction::listed),
                        clock),
                policy);
    }
}
