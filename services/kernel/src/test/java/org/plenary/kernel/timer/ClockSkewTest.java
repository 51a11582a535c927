package org.plenary.kernel.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.command.Refused;

/** A clock that is wrong judges no deadline. */
class ClockSkewTest {
    private static ClockSkew measured(Path dir, Duration off) throws Exception {
        ClockSkew skew = new ClockSkew(InstantSource.offset(InstantSource.system(), off));
        try (EmbeddedStore store = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            client.getDatabase("t").runCommand(new Document("ping", 1)); // so that connecting is no part of it
            skew.measure(client.getDatabase("t"));
        }
        return skew;
    }

    @Test
    void a_clock_an_hour_ahead_of_the_stores_is_refused(@TempDir Path dir) throws Exception {
        ClockSkew ahead = measured(dir, Duration.ofHours(1));
        assertThat(ClockSkew.MAX).isEqualTo(Duration.ofSeconds(1));
        assertThat(ahead.skew()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        assertThatThrownBy(ahead::require)
                .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.kind()).isEqualTo(Refused.Kind.CLOCK_SKEWED));
    }

    @Test
    void and_one_behind_it_as_well(@TempDir Path dir) throws Exception {
        assertThatThrownBy(measured(dir, Duration.ofHours(-1))::require).isInstanceOf(Refused.class);
    }

    @Test
    void a_right_one_judges(@TempDir Path dir) throws Exception {
        measured(dir, Duration.ZERO).require();
    }
}
