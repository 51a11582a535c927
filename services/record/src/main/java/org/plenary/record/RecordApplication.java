package org.plenary.record;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.plenary.kernel.KernelConfiguration;
import org.plenary.kernel.KernelProperties;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.census.Census;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.relay.Lease;
import org.plenary.kernel.upkeep.Upkeep;
import org.plenary.record.search.SearchConfiguration;
import org.plenary.record.search.Sequenced;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The auditable event log: every event of every service in one verifiable log. */
@SpringBootApplication(proxyBeanMethods = false)
@Import({
    KernelConfiguration.class,
    LogStore.class,
    NamingStore.class,
    RedactedStore.class,
    Redacting.class,
    SearchConfiguration.class
})
public class RecordApplication {
    /** Runs the service alone. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(RecordApplication.class)
                .properties("spring.config.name=record")
                .run(args);
    }

    @Bean
    Sequencer sequencer(LogStore store) {
        return new Sequencer(store);
    }

    @Bean
    Publisher publisher(
            LogStore store,
            KernelProperties p,
            InstantSource clock,
            @Value("${plenary.record.key-file}") Path keyFile,
            @Value("${plenary.record.origin}") String origin) {
        Lease lease = store.lease("record-" + UUID.randomUUID(), p.ownership(), clock);
        KeyFile key = KeyFile.openOrMake(keyFile, origin);
        return new Publisher(store, lease, key.key(), key.secret());
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
    Sequenced sequenced(LogStore store) {
        return new LogEntries(store);
    }

    @Bean
    SearchConfiguration.Published publishedSize(Publisher publisher) {
        return publisher::publishedSize;
    }

    @Bean
    Belonging belonging(LogStore store, NamingStore names) {
        return new Belonging(store, names);
    }

    @Bean
    EventReading eventReading(LogStore store, Authority authority, InstantSource clock) {
        return new EventReading(store, authority, clock);
    }

    @Bean
    Proving proving(LogStore store, Publisher publisher) {
        return new Proving(store, publisher);
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
