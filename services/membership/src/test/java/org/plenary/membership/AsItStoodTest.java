package org.plenary.membership;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that is corrected with effect from an earlier day: what was in force changes, what was known does not. */
class AsItStoodTest {
    @Test
    void what_is_dated_back_was_in_force_and_was_not_known(@TempDir Path dir) throws Exception {
        try (RunningMembership membership = new RunningMembership(dir)) {
            String path = "/api/membership/parties/" + PartyAggregate.stream(membership.forum, "th");
            Instant from = Instant.now();
            // The clock moves on while this is asked.
            HttpResponse<String> before = membership.get(null, path);
            Instant between = Instant.now();
            // until the first heartbeat nobody is known to hold an office, and binding acts wait
            HttpResponse<String> renamed = await().atMost(60, SECONDS)
                    .until(
                            () -> membership.post(
                                    "secretariat",
                                    path + "/rename",
                                    Map.of("language", "en", "name", "Siam", "from", from.toString()),
                                    before.headers().firstValue("ETag").orElseThrow()),
                            r -> r.statusCode() != 503);
            assertThat(renamed.statusCode()).as(renamed.body()).isEqualTo(200);
            assertThat(name(membership, path)).isEqualTo("Siam");
            assertThat(name(membership, path + "?inForceOn=" + between)).isEqualTo("Siam");
            assertThat(name(membership, path + "?knownOn=" + between)).isEqualTo("TH");
            assertThat(name(membership, path + "?knownOn=" + between + "&inForceOn=" + between))
                    .isEqualTo("TH");
            assertThat(name(membership, path + "?knownOn=2099-01-01T00:00:00Z&inForceOn=" + between))
                    .isEqualTo("Siam");
            HttpResponse<String> never = membership.get(null, path + "?inForceOn=2020-01-01T00:00:00Z");
            assertThat(never.statusCode()).isEqualTo(404);
            assertThat(never.body()).contains("it was not there yet");
        }
    }

    private static String name(RunningMembership membership, String path) {
        HttpResponse<String> answer = membership.get(null, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RunningMembership.json(answer).path("name").asString();
    }
}
