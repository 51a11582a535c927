package org.plenary.infra.local.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    /** RFC 6238, appendix B, the rows of SHA-1; of their eight digits ours are the last six. */
    @ParameterizedTest
    @CsvSource({
        "59,94287082",
        "1111111109,07081804",
        "1111111111,14050471",
        "1234567890,89005924",
        "2000000000,69279037",
        "20000000000,65353130"
    })
    void the_codes_are_those_of_the_standard(long seconds, String eight) {
        byte[] secret = "12345678901234567890".getBytes(US_ASCII);
        assertThat(Totp.code(secret, Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(eight.substring(2));
    }

    private Instant now = Instant.parse("2027-03-10T09:00:10Z");
    private final SecondFactors codes = new SecondFactors("the root", () -> now);

    private String at(int steps) {
        return codes.code("au.head", now.plus(Totp.STEP.multipliedBy(steps)));
    }

    @Test
    void the_code_of_now_and_of_one_step_beside_it_are_taken_and_no_others() {
        for (int taken : List.of(-1, 0, 1)) {
            assertThat(new SecondFactors("the root", () -> now).accept("au.head", at(taken)))
                    .as("%d steps off", taken)
                    .isTrue();
        }
        for (int refused : List.of(-3, -2, 2, 3)) {
            assertThat(codes.accept("au.head", at(refused)))
                    .as("%d steps off", refused)
                    .isFalse();
        }
    }

    @Test
    void a_code_is_taken_once_and_none_older_after_it() {
        String previous = at(-1);
        assertThat(codes.accept("au.head", at(0))).isTrue();
        assertThat(codes.accept("au.head", at(0))).isFalse();
        assertThat(codes.accept("au.head", previous)).isFalse();
        assertThat(codes.accept("id.head", codes.code("id.head")))
                .as("another's is another's")
                .isTrue();
        now = now.plus(Totp.STEP);
        assertThat(codes.accept("au.head", at(0))).isTrue();
    }

    @Test
    void what_is_no_code_and_what_is_anothers_is_refused() {
        for (String wrong : List.of("", "12345", "abcdef", "0000000", codes.code("id.head"), "١٢٣٤٥٦")) {
            assertThat(codes.accept("au.head", wrong)).as(wrong).isFalse();
        }
    }

    @Test
    void keyholders_heads_the_secretariat_and_guests_are_always_asked_and_nobody_else() {
        assertThat(List.of(
                        "au.cochair", "id.cochair", "secretariat", "secretariat2", "th.head", "unhcr.head", "guest1"))
                .allMatch(SecondFactors::needs);
        assertThat(List.of("th.focal", "auditor", "operator", "assessor", "xx.head", "secretariat3"))
                .noneMatch(SecondFactors::needs);
    }

    @Test
    void everybody_has_a_code_because_anybody_may_be_given_an_office() {
        for (String user : DemonstrationUsers.subjects()) {
            assertThat(codes.accept(user, codes.code(user))).as(user).isTrue();
        }
        assertThatThrownBy(() -> codes.code("xx.head")).isInstanceOf(IllegalArgumentException.class);
        assertThat(codes.accept("xx.head", "000000")).isFalse();
    }

    @Test
    void every_user_and_every_instance_has_secrets_of_its_own() {
        Set<String> seen = new HashSet<>();
        List<String> users = DemonstrationUsers.subjects();
        users.forEach(u -> seen.add(codes.code(u)));
        assertThat(seen).as("six digits may meet, but not often").hasSizeGreaterThan(users.size() - 3);
        assertThat(new SecondFactors("another root", () -> now).code("au.head")).isNotEqualTo(codes.code("au.head"));
        assertThatThrownBy(() -> new SecondFactors(" ", () -> now)).isInstanceOf(IllegalStateException.class);
    }
}
