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
import java.util.function.Supplier;
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
            throttle.password(name, address);
        }
    }

    private static boolean taken(Supplier<Throttle.Attempt> attempt) {
        try {
            return attempt.get() != null;
        } catch (Throttle.Full e) {
            return false;
        }
    }

    private boolean taken(String name, String address) {
        return taken(() -> throttle.password(name, address));
    }

    private boolean codeTaken(String name, String address) {
        return taken(() -> throttle.code(name, address));
    }

    @Test
    void five_failures_of_a_name_at_an_address_are_taken_and_then_one_each_thirty_seconds_for_ever() {
        fail("au.head", "a", Throttle.HERE.failures());
        assertThatThrownBy(() -> throttle.password("au.head", "a"))
                .isInstanceOfSatisfying(
                        Throttle.Full.class, e -> assertThat(e.until()).isEqualTo(Duration.ofSeconds(30)));
        for (int i = 0; i < 100; i++) {
            now = now.plus(Throttle.HERE.again());
            assertThat(taken("au.head", "a")).isTrue();
            assertThat(taken("au.head", "a")).isFalse();
        }
        now = now.plus(Throttle.HERE.again().multipliedBy(Throttle.HERE.failures()));
        fail("au.head", "a", Throttle.HERE.failures());
    }

    @Test
    void a_stranger_who_fails_for_hours_at_three_addresses_leaves_the_person_elsewhere_every_attempt() {
        for (int second = 0; second < 10_000; second++) {
            now = now.plusSeconds(1);
            for (int address = 0; address < 3; address++) {
                taken("au.cochair", "stranger " + address);
            }
        }
        assertThat(taken("au.cochair", "stranger 0")).isFalse();
        fail("au.cochair", "home", Throttle.HERE.failures());
    }

    @Test
    void a_name_takes_no_more_than_its_limit_from_however_many_addresses() {
        for (int i = 0; i < Throttle.NAME.failures(); i++) {
            assertThat(taken("au.head", "address " + i)).isTrue();
        }
        assertThat(taken("au.head", "yet another")).isFalse();
        now = now.plus(Throttle.NAME.again());
        assertThat(taken("au.head", "yet another")).isTrue();
        assertThat(taken("au.head", "one more")).isFalse();
    }

    @Test
    void the_addresses_of_one_site_are_one_address() {
        for (int i = 0; i < Throttle.HERE.failures(); i++) {
            fail("au.head", "2001:db8:7:" + i + "::" + i, 1);
        }
        assertThat(taken("au.head", "2001:0DB8:0007:ffff::1")).isFalse();
        assertThat(taken("au.head", "2001:db8:8::1")).isTrue();
        fail("id.head", "::ffff:192.0.2.1", Throttle.HERE.failures());
        assertThat(taken("id.head", "::ffff:192.0.2.2"))
                .as("an address of IPv4 is its own site however it is written")
                .isTrue();
        assertThat(taken("id.head", "no:address")).isTrue();
    }

    @Test
    void a_refused_attempt_costs_nothing_and_says_how_long_it_still_is() {
        fail("au.head", "a", Throttle.HERE.failures());
        now = now.plusSeconds(20);
        for (int i = 0; i < 150; i++) {
            assertThatThrownBy(() -> throttle.password("au.head", "a"))
                    .isInstanceOfSatisfying(
                            Throttle.Full.class, e -> assertThat(e.until()).isEqualTo(Duration.ofSeconds(10)));
        }
        assertThat(taken("id.head", "a")).isTrue();
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
        for (int i = 0; i < Throttle.ADDRESS.failures() - 1; i++) {
            fail("name" + i, "a", 1);
        }
        for (int i = 0; i < 10; i++) {
            throttle.password("id.head", "a").succeeded();
        }
        fail("one more", "a", 1);
        assertThat(taken("id.head", "a")).isFalse();
        assertThat(codeTaken("id.head", "a")).isFalse();
        assertThat(taken("id.head", "b")).isTrue();
        now = now.plus(Throttle.ADDRESS.again());
        assertThat(taken("id.head", "a")).isTrue();
    }

    @Test
    void a_known_password_buys_no_guesses_at_the_code_wherever_they_come_from() {
        int guesses = 0;
        for (int i = 0; i < 100; i++) {
            throttle.password("au.head", "address " + i).succeeded();
            guesses += codeTaken("au.head", "address " + i) ? 1 : 0;
        }
        assertThat(guesses).isEqualTo(Throttle.CODES.failures());
        now = now.plus(Throttle.CODES.again());
        assertThat(codeTaken("au.head", "a")).isTrue();
        assertThat(codeTaken("au.head", "b")).isFalse();
    }

    @Test
    void wrong_passwords_take_no_codes_from_the_person() {
        for (int i = 0; i < Throttle.NAME.failures(); i++) {
            fail("au.head", "address " + i, 1);
        }
        assertThat(codeTaken("au.head", "home")).isTrue();
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
        assertThat(taken).isEqualTo(Throttle.NAME.failures());
    }

    @Test
    void no_more_is_remembered_than_the_limit_and_nothing_for_long() {
        for (int i = 0; i < Throttle.KEPT_MAX; i++) {
            throttle.password("name " + i, "address " + i);
        }
        assertThat(throttle.kept()).isLessThanOrEqualTo(Throttle.KEPT_MAX);
        now = now.plus(Throttle.KEPT);
        assertThat(throttle.kept()).isZero();
    }

    @Test
    void nothing_is_forgotten_before_what_was_spent_is_back() {
        for (Throttle.Limit limit : List.of(Throttle.HERE, Throttle.NAME, Throttle.CODES, Throttle.ADDRESS)) {
            assertThat(limit.again().multipliedBy(limit.failures())).isLessThan(Throttle.KEPT);
        }
    }

    @Test
    void an_address_that_is_refused_is_not_remembered_with_every_name_it_types() {
        for (int i = 0; i < 10_000; i++) {
            taken("name " + i, "a");
        }
        assertThat(throttle.kept()).isLessThan(100);
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
