package org.plenary.record;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.plenary.tlog.WitnessKey;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The record's settings, {@code plenary.record.*}.
 *
 * @param keyFile the log's key and name; shared by all instances, made at first use
 * @param origin the log's name, taken when the key is made
 * @param url where the log is served, for the policy; empty where that is not known
 * @param witnesses who cosigns; none where the log's own signature stands alone
 * @param quorum how many of them must
 * @param forum the forum whose operator and keyholders decide on a new log; empty where nobody can
 * @param mirror a copy of the log's files, a directory or an address, from which a restored backup is completed
 */
@ConfigurationProperties("plenary.record")
record RecordSettings(
        Path keyFile,
        String origin,
        @DefaultValue("") String url,
        @DefaultValue List<WitnessSetting> witnesses,
        @DefaultValue("0") int quorum,
        @DefaultValue("") String mirror,
        @DefaultValue("") String forum) {
    /** For how long a quorum is waited for; a part of the two seconds in which an event is to be published. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** For a witness's whole answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /**
     * A witness.
     *
     * @param name for the policy, one word
     * @param vkey its verifier key, of type 4 or 6
     * @param url where {@code add-checkpoint} is
     * @param where it runs and by whom, for people
     */
    record WitnessSetting(
            String name,
            String vkey,
            String url,
            @DefaultValue("") String where) {}

    /** Throws IllegalArgumentException where a key is none, or this is no quorum. */
    Witnesses open() {
        return new Witnesses(
                witnesses.stream()
                        .map(w -> new WitnessClient(w.name(), WitnessKey.parse(w.vkey()), w.url(), TIMEOUT))
                        .toList(),
                quorum,
                PATIENCE);
    }
}
