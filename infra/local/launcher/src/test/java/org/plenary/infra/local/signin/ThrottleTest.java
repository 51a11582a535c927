package org.plenary.infra.local.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.crypto.password.PasswordEncoder;

class ThrottleTest {
    private Instant now = Instant.parse("2027-03-10T09:00:00Z");
    private final Throttle throttle = new Throttle(() -> now);

    private void fail(String name, String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.begin(name, address);
        }
    }

    private boolean taken(String name, String address) {
        try {
            throttle.begin(name, address);
            return true;
        } catch (Throttle.Full e) {
            return false;
        }
    }

    @Test
    void five_failures_of_a_name_are_taken_and_then_one_each_thirty_seconds_for_ever() {
        fail("au.head", "a", Throttle.NAME_FAILURES);
        assertThatThrownBy(() -> throttle.begin("au.head", "b"))
                .isInstanceOfSatisfying(
                        Throttle.Full.class, e -> assertThat(e.until()).isEqualTo(Duration.ofSeconds(30)));
        for (int i = 0; i < 100; i++) {
            now = now.plus(Throttle.NAME_AGAIN);
            assertThat(taken("au.head", "b" + i)).isTrue();
            assertThat(taken("au.head", "b" + i)).isFalse();
        }
        now = now.plus(Throttle.NAME_AGAIN.multipliedBy(Throttle.NAME_FAILURES));
        fail("au.head", "c", Throttle.NAME_FAILURES);
    }

    @Test
    void a_refused_attempt_costs_nothing_and_says_how_long_it_still_is() {
        fail("au.head", "a", Throttle.NAME_FAILURES);
        now = now.plusSeconds(20);
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> throttle.begin("au.head", "a"))
                    .isInstanceOfSatisfying(
                            Throttle.Full.class, e -> assertThat(e.until()).isEqualTo(Duration.ofSeconds(10)));
        }
        now = now.plusSeconds(10);
        assertThat(taken("au.head", "a")).isTrue();
    }

    @Test
    void another_spelling_of_a_name_is_the_same_name() {
        fail("au.head", "a", 2);
        fail("AU.HEAD", "a", 2);
        fail(" Au.Head ", "a", 1);
        assertThat(taken("au.heaD", "a")).isFalse();
        assertThat(taken("id.head", "a")).isTrue();
        fail("x".repeat(81), "a", 3);
        fail("y".repeat(500), "a", 2);
        assertThat(taken("z".repeat(100), "a")).isFalse();
    }

    @Test
    void many_names_from_one_address_are_limited_and_success_gives_back_only_its_own() {
        for (int i = 0; i < Throttle.ADDRESS_FAILURES - 1; i++) {
            fail("name" + i, "a", 1);
        }
        for (int i = 0; i < 10; i++) {
            throttle.begin("id.head", "a").succeeded();
        }
        fail("one more", "a", 1);
        assertThat(taken("id.head", "a")).isFalse();
        assertThat(taken("id.head", "b"))
                .as("what the address refused cost the name nothing")
                .isTrue();
        now = now.plus(Throttle.ADDRESS_AGAIN);
        assertThat(taken("id.head", "a")).isTrue();
    }

    @Test
    void a_known_password_buys_no_guesses_at_the_code() {
        int guesses = 0;
        for (int i = 0; i < 100; i++) {
            try {
                throttle.begin("au.head", "a").succeeded();
                throttle.begin("au.head", "a");
                guesses++;
            } catch (Throttle.Full e) {
                // no more of them now
            }
        }
        assertThat(guesses).isEqualTo(Throttle.NAME_FAILURES);
    }

    @Test
    void many_at_once_are_not_more_than_many_in_turn() throws Exception {
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String address = "address " + i;
            attempts.add(() -> taken("au.head", address));
        }
        int taken = 0;
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : together.invokeAll(attempts)) {
                taken += each.get() ? 1 : 0;
            }
        }
        assertThat(taken).isEqualTo(Throttle.NAME_FAILURES);
    }

    @Test
    void no_more_names_and_addresses_are_remembered_than_the_limit_and_none_for_long() {
        for (int i = 0; i < Throttle.KEPT_MAX; i++) {
            throttle.begin("name " + i, "address " + i);
        }
        assertThat(throttle.kept()).isLessThanOrEqualTo(Throttle.KEPT_MAX);
        now = now.plus(Duration.ofMinutes(11));
        assertThat(throttle.kept()).isZero();
    }

    @Test
    void an_unknown_name_costs_a_hash_as_a_known_one_does() {
        AtomicInteger hashes = new AtomicInteger();
        PasswordEncoder counted = new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                return "hash of " + password;
            }

            @Override
            public boolean matches(CharSequence password, String hash) {
                hashes.incrementAndGet();
                return hash.equals(encode(password));
            }
        };
        AuthenticationProvider users = new SignInSecurity().users(counted, throttle, "right");
        for (String name : List.of("au.head", "nobody")) {
            hashes.set(0);
            assertThatThrownBy(() ->
                            users.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(name, "wrong")))
                    .isInstanceOf(BadCredentialsException.class)
                    .hasMessage("Bad credentials");
            assertThat(hashes).as(name).hasValue(1);
        }
        assertThat(users.authenticate(UsernamePasswordAuthenticationToken.unauthenticated("au.head", "right"))
                        .isAuthenticated())
                .isTrue();
    }
}
