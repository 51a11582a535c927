package org.plenary.kernel.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plenary.kernel.test.DeciderSpecification.person;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.TwoKeys.KeyRule;

class TwoKeysTest {
    private final TwoKeys keys = TwoKeys.on("h1", List.of("au", "id"));

    private static Act act(String subject, String unit, @Nullable String onBehalfOf) {
        return new Act(
                "x-1", Ids.v5(subject), subject, onBehalfOf, person(subject, unit), Instant.EPOCH, Instant.EPOCH);
    }

    private static void refused(TwoKeys keys, Act act, String hash, KeyRule rule) {
        assertThatThrownBy(() -> keys.require(act, hash))
                .isInstanceOfSatisfying(
                        Rejected.class, r -> assertThat(r.rule()).isEqualTo(rule));
    }

    @Test
    void both_holders_keys_on_the_same_hash_complete_it() {
        keys.require(act("au.cochair", "au", null), "h1");
        TwoKeys one = keys.turn("au", "au.cochair");
        assertThat(one.complete()).isFalse();
        one.require(act("id.cochair", "id", null), "h1");
        assertThat(one.completedBy("id")).isTrue();
        assertThat(one.turn("id", "id.cochair").complete()).isTrue();
    }

    @Test
    void a_key_that_does_not_count_is_refused() {
        refused(keys, act("th.head", "th", null), "h1", KeyRule.KEY_NOT_HELD);
        refused(keys, act("au.cochair", "au", "id"), "h1", KeyRule.KEY_ON_BEHALF);
        refused(keys, act("au.cochair", "au", null), "h2", KeyRule.KEY_OTHER_BYTES);
        TwoKeys one = keys.turn("au", "au.cochair");
        refused(one, act("au.second", "au", null), "h1", KeyRule.KEY_ALREADY_TURNED);
        refused(one, act("au.cochair", "id", null), "h1", KeyRule.KEY_SAME_PERSON);
    }

    @Test
    void ids_are_the_same_for_the_same_name() {
        assertThat(Ids.v5("a")).isEqualTo(Ids.v5("a")).isNotEqualTo(Ids.v5("b"));
        assertThat(Ids.v5("a").version()).isEqualTo(5);
        assertThat(Ids.v5(java.util.UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"))
                .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }
}
