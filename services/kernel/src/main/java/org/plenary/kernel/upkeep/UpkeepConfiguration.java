package org.plenary.kernel.upkeep;

import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.KernelProperties;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.accesslog.AccessDays;
import org.plenary.kernel.accesslog.AccessLog;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.body.FileBodies;
import org.plenary.kernel.census.Census;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.feed.CopyRebuild;
import org.plenary.kernel.feed.CopyRestore;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.FeedConsumer;
import org.plenary.kernel.feed.FeedContainer;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.feed.Rehearing;
import org.plenary.kernel.http.SiblingSource;
import org.plenary.kernel.parking.Parkings;
import org.plenary.kernel.redaction.Redactions;
import org.plenary.kernel.relay.Relay;
import org.plenary.kernel.relay.StoreCheck;
import org.plenary.kernel.restore.Restore;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.timer.ClockSkew;
import org.plenary.kernel.timer.Held;
import org.plenary.kernel.timer.Timers;
import org.plenary.kernel.view.OwnViews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service's upkeep: its tasks, what they keep current, and what of it an operator sees in the health answer. */
@Configuration(proxyBeanMethods = false)
public class UpkeepConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(UpkeepConfiguration.class);
    private static final String BEHIND =
            "This service's store is behind what it published; an operator must put it right.";
    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);
    private static final Duration CENSUS_EVERY = Duration.ofMinutes(5);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);
    private static final Duration CLOSE_DAYS_EVERY = Duration.ofMinutes(1);

    @Bean
    Freshness freshness(InstantSource clock) {
        return new Freshness(clock);
    }

    @Bean
    ClockSkew clockSkew(InstantSource clock) {
        return new ClockSkew(clock);
    }

    @Bean
    Gate gate() {
        return Gate.closed("The service compares its store with what it published, and takes commands in a moment.");
    }

    @Bean
    CopyRebuild copyRebuild(Documents.Space space, Feed feed, KernelProperties p) {
        return new CopyRebuild(space, feed, consumers(p, null));
    }

    @Bean
    Rehearing rehearing(KernelProperties p, Feed feed, ObjectProvider<FeedConsumer.Undecodable> undecodable) {
        return new Rehearing(p.service(), feed, undecodable.orderedStream().toList(), consumers(p, p.service()));
    }

    /** What the copies of a service that holds the events themselves are made of, its holder brings back. */
    @Bean
    Restore restore(
            KernelProperties p,
            EventStore store,
            OwnViews views,
            Timers timers,
            Parked parked,
            Feed feed,
            ObjectProvider<Census.Holder> holders,
            InstantSource clock) {
        boolean holds = holders.orderedStream().findAny().isPresent();
        return new Restore(
                p.service(),
                p.restore(),
                store,
                views,
                timers,
                parked,
                holds ? null : new CopyRestore(p.service(), feed, consumers(p, p.service()), clock),
                Set.copyOf(p.restoreWithout()),
                consumers(p, null));
    }

    @Bean
    Census census(
            KernelProperties p,
            EventStore store,
            OwnViews views,
            Feed feed,
            SiblingSource siblings,
            ObjectProvider<Census.Holder> holders,
            InstantSource clock) {
        return new Census(
                p.service(),
                store,
                views,
                feed,
                siblings,
                holders.orderedStream().toList(),
                Scheduling.threads(),
                clock);
    }

    @Bean
    Upkeep upkeep(
            KernelProperties p,
            MongoDatabase database,
            EventStore store,
            Gate gate,
            Freshness freshness,
            ClockSkew skew,
            Bodies bodies,
            FileBodies files,
            Relay relay,
            Parked parked,
            Parkings parkings,
            Redactions redactions,
            ObjectProvider<Upkeep.Task> more,
            Census census,
            AccessLog accessLog,
            AccessDays accessDays,
            Supplier<Producer<byte[], byte[]>> producers) {
        boolean own = p.service().equals(p.authority());
        String name = p.service();
        StoreCheck check = new StoreCheck(name, store);
        List<Upkeep.Task> tasks = new ArrayList<>();
        tasks.add(new Upkeep.Task(name + "-check", CHECK_EVERY, () -> check(gate, check, consumers(p, null))));
        tasks.add(new Upkeep.Task(name + "-clock", MEASURE_EVERY, () -> skew.measure(database)));
        tasks.add(new Upkeep.Task(name + "-census", CENSUS_EVERY, once(gate, census)));
        tasks.add(new Upkeep.Task(name + "-parkings", CHECK_EVERY, parkings));
        tasks.add(new Upkeep.Task(name + "-redactions", CHECK_EVERY, opened(gate, redactions)));
        tasks.add(new Upkeep.Task(name + "-access-log", CHECK_EVERY, accessLog::write));
        tasks.add(new Upkeep.Task(name + "-access-days", CLOSE_DAYS_EVERY, opened(gate, accessDays)));
        tasks.add(new Upkeep.Task(name + "-sweep", SWEEP_EVERY, () -> swept(bodies.sweep() + files.sweep(store))));
        tasks.add(new Upkeep.Task(
                name + "-freshness",
                Duration.ZERO,
                new AuthorityLink.Listening(p.authority(), own, freshness, parked, consumers(p, p.service()))));
        if (own) {
            tasks.add(new Upkeep.Task(
                    name + "-heartbeat",
                    AuthorityLink.EVERY,
                    new AuthorityLink.Sending(name, relay, skew, consumers(p, null), producers)));
        }
        more.orderedStream().forEach(tasks::add);
        return new Upkeep(tasks);
    }

    /** Until it passes: an operator who puts the store right need not start the service again. */
    private static void check(Gate gate, StoreCheck check, Supplier<Consumer<byte[], byte[]>> consumers) {
        if (gate.reason().isEmpty()) {
            return;
        }
        long closings = gate.closings();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            Optional<String> difference = check.difference(consumer);
            if (difference.isEmpty()) {
                gate.open(closings);
            } else {
                if (!gate.reason().equals(Optional.of(BEHIND))) {
                    LOG.error("the store is not the one that published: {}; no command is taken", difference.get());
                }
                gate.close(BEHIND);
            }
        }
    }

    /** Not while the service starts: then most of what is heard is under way. */
    private static Upkeep.Work once(Gate gate, Census census) {
        boolean[] started = {false};
        return () -> {
            if (started[0] && gate.reason().isEmpty()) {
                census.take();
            }
            started[0] = true;
        };
    }

    /** Only while commands are taken. */
    private static Upkeep.Work opened(Gate gate, Upkeep.Work work) {
        return () -> {
            if (gate.reason().isEmpty()) {
                work.run();
            }
        };
    }

    private static void swept(int bodies) {
        if (bodies > 0) {
            LOG.info("{} bodies of commands that never stood were destroyed", bodies);
        }
    }

    private static Supplier<Consumer<byte[], byte[]>> consumers(KernelProperties p, @Nullable String group) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, p.kafkaBrokers());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        if (group != null) {
            settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        }
        return () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What an operator's alarms watch: {@code /actuator/metrics/plenary.*} on the service's own port. */
    @Bean
    MeterBinder kernelMeters(
            Relay relay, Parked parked, Census census, Freshness freshness, ClockSkew skew, InstantSource clock) {
        return registry -> {
            Gauge.builder("plenary.relay.waiting", relay, r -> r.status().waiting())
                    .description("Commits that are not in Kafka yet")
                    .register(registry);
            Gauge.builder("plenary.parked", parked, Parked::count)
                    .description("Streams, records and timers that wait for an operator")
                    .register(registry);
            Gauge.builder("plenary.census.differences", census, c -> counted(c, Census.Report::differences))
                    .description("Streams that are not the same everywhere, by the last census")
                    .register(registry);
            Gauge.builder(
                            "plenary.census.unreached",
                            census,
                            c -> counted(c, r -> r.unreached().size()))
                    .description("Services that did not tell the last census their heads")
                    .register(registry);
            Gauge.builder(
                            "plenary.census.age",
                            census,
                            c -> counted(
                                    c,
                                    r -> Duration.between(r.at(), clock.instant())
                                            .toSeconds()))
                    .description("Since the last census began that was taken to its end")
                    .baseUnit("seconds")
                    .register(registry);
            Gauge.builder(
                            "plenary.authority.age",
                            freshness,
                            f -> Duration.between(f.asOf(), clock.instant()).toSeconds())
                    .description("How old what is known of roles is")
                    .baseUnit("seconds")
                    .register(registry);
            Gauge.builder("plenary.clock.skew", skew, s -> s.skew().toMillis())
                    .description("The clock against the store's")
                    .baseUnit("milliseconds")
                    .register(registry);
        };
    }

    /** Not a number before the first one: nothing is known then, least of all that nothing differs. */
    private static double counted(Census census, ToDoubleFunction<Census.Report> what) {
        Census.Report last = census.last();
        return last == null ? Double.NaN : what.applyAsDouble(last);
    }

    /** What {@code status} shows of a service. */
    @Bean
    HealthIndicator kernelHealthIndicator(
            Relay relay,
            Parked parked,
            Census census,
            Freshness freshness,
            ClockSkew skew,
            FeedContainer feed,
            Gate gate,
            Held held,
            InstantSource clock) {
        return () -> {
            Relay.Status r = relay.status();
            Census.Report counted = census.last();
            boolean hears = feed.running();
            Health.Builder health = gate.reason()
                    .map(reason -> Health.outOfService().withDetail("waitsFor", reason))
                    .orElseGet(() -> hears ? Health.up() : Health.down());
            return health.withDetail("feedRunning", hears)
                    .withDetail("relayLeading", r.leading())
                    .withDetail("relayWaiting", r.waiting())
                    .withDetail("relayPublished", r.published())
                    .withDetail("parkedStreams", parked.count())
                    .withDetail("censusAt", counted == null ? "" : counted.at().toString())
                    .withDetail("censusDifferences", counted == null ? "" : counted.differences())
                    .withDetail("censusUnreached", counted == null ? List.of() : counted.unreached())
                    .withDetail("authorityAsOf", freshness.asOf().toString())
                    .withDetail(
                            "authorityStale", freshness.stale(clock.instant()).isPresent())
                    .withDetail("held", held)
                    .withDetail("clockSkewMillis", skew.skew().toMillis())
                    .build();
        };
    }
}
