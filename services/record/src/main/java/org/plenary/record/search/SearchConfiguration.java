package org.plenary.record.search;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.http.Cursors;
import org.plenary.kernel.store.Documents;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Timelines and search, on a {@link Sequenced} log. */
@Configuration(proxyBeanMethods = false)
public class SearchConfiguration {
    /** The size of the published log, by which an index that is behind can be told. */
    public interface Published extends LongSupplier {}

    /** Whether the details of events may be given to anybody now. */
    public interface Openable {
        /** Throws Refused where they may not. */
        void require();
    }

    /** Takes note of an event whose opening was destroyed: its words leave the index. */
    public interface Forgetting {
        /** By the event's id, {@code <stream>@<version>}; from any thread, as often as one likes. */
        void forget(String event);
    }

    @Bean
    RecordIndex recordIndex(@Value("${plenary.record.index-dir}") Path dir) {
        return RecordIndex.open(dir);
    }

    @Bean
    Follower follower(Sequenced log, RecordIndex index) {
        return new Follower(log, index);
    }

    @Bean
    SearchController searchController(
            Sequenced log,
            RecordIndex index,
            Published published,
            Openable openable,
            Contract contract,
            Policy policy,
            Authority authority,
            Freshness freshness,
            Documents.Space space,
            InstantSource clock) {
        return new SearchController(
                log, index, published, openable, contract, policy, authority, freshness, new Cursors(space), clock);
    }
}
