package org.plenary.record;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.plenary.kernel.KernelConfiguration;
import org.plenary.kernel.KernelProperties;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.census.Census;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.feed.Rehearing;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.relay.Lease;
import org.plenary.kernel.upkeep.Upkeep;
import org.plenary.record.search.SearchConfiguration;
import org.plenary.record.search.Sequenced;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The auditable event log: every event of every service in one verifiable log. */
@SpringBootApplication(proxyBeanMethods = false)
@Import({
    KernelConfiguration.class,
    LogStore.class,
    OriginStore.class,
    Succession.class,
    NamingStore.class,
    RedactedStore.class,
    Redacting.class,
    SearchConfiguration.class
})
@EnableConfigurationProperties(RecordSettings.class)
public class RecordApplication {
    /** How long the feed waits silently for the comparison with the witnesses before it says that it waits. */
    private static final Duration GATE_PATIENCE = Duration.ofSeconds(10);

    /** Runs the service alone. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(RecordApplication.class)
                .properties("spring.config.name=record")
                .run(args);
    }

    @Bean
    LogGate logGate() {
        return new LogGate(GATE_PATIENCE);
    }

    @Bean
    Sequencer sequencer(LogStore store, LogGate gate) {
        return new Sequencer(store, gate);
    }

    @Bean
    Logs logs(LogStore store, OriginStore begun, RecordSettings settings) {
        return new Logs(store, begun, settings, settings::open);
    }

    @Bean
    Publisher publisher(
            LogStore store, KernelProperties p, RecordSettings settings, Logs logs, LogGate gate, InstantSource clock) {
        Lease lease = store.lease("record-" + UUID.randomUUID(), p.ownership(), clock);
        Optional<Mirror> mirror =
                Optional.of(settings.mirror()).filter(m -> !m.isEmpty()).map(Mirror::at);
        return new Publisher(logs, lease, mirror, gate);
    }

    /** What an operator sees of the log; it is out of service where it refuses to sign. */
    @Bean
    HealthIndicator logHealthIndicator(Publisher publisher, Logs logs) {
        return () -> (publisher.refuses() ? Health.outOfService() : Health.up())
                .withDetail("published", publisher.publishedSize())
                .withDetail("alarm", publisher.alarm())
                .withDetail("quorum", logs.growing().witnesses().quorum())
                .withDetail("witnesses", logs.growing().witnesses().status())
                .build();
    }

    @Bean
    MeterBinder logMeters(Publisher publisher) {
        return registry -> {
            Gauge.builder("plenary.log.published", publisher, Publisher::publishedSize)
                    .description("Entries under the published checkpoint")
                    .register(registry);
            Gauge.builder("plenary.log.alarm", publisher, p -> p.alarm().isEmpty() ? 0 : 1)
                    .description("Whether something keeps new entries from being published")
                    .register(registry);
            Gauge.builder("plenary.log.refuses", publisher, p -> p.refuses() ? 1 : 0)
                    .description("Whether nothing is signed until somebody acts or is heard")
                    .register(registry);
        };
    }

    /** The last event of each stream stands in the log: those before it were sequenced before it. */
    @Bean
    Census.Holder log(LogStore store) {
        return new Census.Holder() {
            @Override
            public String name() {
                return "log";
            }

            @Override
            public boolean holds(String service, String stream, long version) {
                return store.byKey(stream + "@" + version).isPresent();
            }
        };
    }

    @Bean
    Upkeep.Task orders(Succession succession) {
        return new Upkeep.Task("record-orders", Succession.EVERY, succession);
    }

    @Bean
    Upkeep.Task openings(Redacting redacting) {
        return new Upkeep.Task("record-openings", Redacting.EVERY, redacting);
    }

    private static Subscription all(String service, Sequencer sequencer, Redacting redacting) {
        return new Subscription(
                service,
                Subscription.ALL,
                (before, event) -> before == null ? new Document() : before,
                List.of(sequencer, redacting));
    }

    /** All of membership is sequenced; of people it is kept, too, what they may act as. */
    @Bean
    Subscription membership(Sequencer sequencer, Redacting redacting) {
        return new Subscription("membership", Subscription.ALL, People::fold, List.of(sequencer, redacting));
    }

    /** What timelines and search are made of. */
    @Bean
    Sequenced sequenced(LogStore store, Logs logs) {
        return new LogEntries(store, logs);
    }

    @Bean
    SearchConfiguration.Published publishedSize(Logs logs) {
        return logs::publishedPlaces;
    }

    @Bean
    Belonging belonging(LogStore store, NamingStore names) {
        return new Belonging(store, names);
    }

    @Bean
    Upkeep.Task belongings(Belonging belonging) {
        return new Upkeep.Task("record-belonging", Belonging.EVERY, belonging);
    }

    @Bean
    Openable openable(LogGate log, Gate store, Rehearing rehearing, Redacting redacting) {
        return new Openable(log, store, rehearing, redacting);
    }

    @Bean
    Upkeep.Task heardAgain(Openable openable) {
        return new Upkeep.Task("record-rehearing", Openable.EVERY, openable);
    }

    @Bean
    EventReading eventReading(LogStore store, Authority authority, Openable openable, InstantSource clock) {
        return new EventReading(store, authority, openable, clock);
    }

    @Bean
    Proving proving(Logs logs, Publisher publisher) {
        return new Proving(logs, publisher);
    }

    @Bean
    Export export(LogStore store, Proving proving, KernelProperties p) {
        return new Export(store, proving, new Texts(p.siblings()));
    }

    @Bean
    Subscription meeting(Sequencer sequencer, Redacting redacting) {
        return all("meeting", sequencer, redacting);
    }

    @Bean
    Subscription agenda(Sequencer sequencer, Redacting redacting) {
        return all("agenda", sequencer, redacting);
    }

    @Bean
    Subscription outcomes(Sequencer sequencer, Redacting redacting) {
        return all("outcomes", sequencer, redacting);
    }

    /** Its own: what stopped in it, and what was ordered. */
    @Bean
    Subscription record(Sequencer sequencer, Redacting redacting) {
        return all("record", sequencer, redacting);
    }

    @Bean
    Subscription circulation(Sequencer sequencer, Redacting redacting) {
        return all("circulation", sequencer, redacting);
    }
}
