package org.plenary.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.plenary.kernel.relay.Lease.Ownership;
import org.plenary.kernel.restore.Restore;
import org.plenary.kernel.store.MongoEventStore.Indexes;
import org.plenary.kernel.timer.Held;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * A service's settings; {@code kernel.yml} takes them from the environment.
 *
 * @param service its name: the topic's, the database's and the contract's
 * @param instance its name among the service's instances, other than each other's; empty where it has none
 * @param authority the service that says who may act as what
 * @param mongodbUri where its database is
 * @param kafkaBrokers bootstrap servers
 * @param operators subjects that may found forums
 * @param ownership whether an older holder of a lease may still live
 * @param relayScanInterval how often the relay looks for pending commits besides on need; zero where only it appends
 * @param storeIndexes which indexes the event store makes
 * @param siblings base addresses of the other services by name
 * @param tokenUri the OpenID provider's token endpoint, for client credentials
 * @param clientSecret of the client {@code service}
 * @param issuer the tokens' issuer
 * @param jwksUri where the provider's keys are
 * @param audience whom a token must be meant for
 * @param secondFactor whether acts that bind need a sign-in with two factors
 * @param secondFactorRoles of whom
 * @param restore whether what its store lacks is put back from Kafka at this start
 * @param restoreWithout records of its topic that a restore leaves out, {@code <partition>/<offset>}
 * @param held what it leaves undone for now
 */
@ConfigurationProperties("plenary")
public record KernelProperties(
        String service,
        String instance,
        String authority,
        String mongodbUri,
        String kafkaBrokers,
        List<String> operators,
        Ownership ownership,
        Duration relayScanInterval,
        Indexes storeIndexes,
        Map<String, String> siblings,
        String tokenUri,
        String clientSecret,
        String issuer,
        String jwksUri,
        String audience,
        SecondFactors secondFactor,
        List<String> secondFactorRoles,
        Restore.Mode restore,
        List<String> restoreWithout,
        Held held) {
    /** Whether a second factor is asked for; optional where a provider cannot tell of one. */
    public enum SecondFactors {
        REQUIRED,
        OPTIONAL
    }
}
