package org.plenary.record;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.plenary.record.ExportPlaces.Place;

/** Two readers who take nothing do not keep everybody else from exports. The clock is the test's. */
class ExportPlacesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final ExportPlaces places = new ExportPlaces(2, PATIENCE, now::get);

    private void passes(Duration time) {
        now.updateAndGet(n -> n.plus(time));
    }

    private Place taken() {
        return places.take().orElseThrow();
    }

    /** Takes what is written, each time so much later. */
    private OutputStream taking(Duration each) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                passes(each);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                passes(each);
            }
        };
    }

    @Test
    void a_third_is_refused_while_two_are_made_and_let_in_when_one_ends() {
        Place one = taken();
        taken();
        assertThat(places.take()).isEmpty();
        passes(PATIENCE.multipliedBy(9));
        assertThat(places.take())
                .as("what takes long to make is nobody's fault")
                .isEmpty();
        one.close();
        assertThat(places.take()).isPresent();
    }

    @Test
    void a_reader_who_takes_nothing_loses_the_place_to_the_next_who_asks() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        Place stuck = taken();
        OutputStream out = stuck.through(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                writing.countDown();
                try {
                    taken.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        CompletableFuture<Void> export = CompletableFuture.runAsync(
                () -> assertThatCode(() -> out.write(1)).doesNotThrowAnyException());
        assertThat(writing.await(30, SECONDS)).isTrue();
        Place other = taken();
        passes(PATIENCE);
        assertThat(places.take()).as("not yet").isEmpty();
        passes(Duration.ofMillis(1));
        Place next = taken();
        assertThat(places.take()).as("only one was slow").isEmpty();

        taken.countDown();
        export.get(30, SECONDS);
        assertThatThrownBy(() -> out.write(2)).isInstanceOf(IOException.class).hasMessageContaining("too slowly");
        stuck.close();
        assertThat(places.take()).as("it has no place to give back").isEmpty();
        next.close();
        other.close();
        assertThat(places.take()).isPresent();
    }

    @Test
    void a_reader_who_takes_drop_by_drop_is_slow_too_and_one_who_takes_piece_by_piece_is_not() throws Exception {
        OutputStream drops = taken().through(taking(Duration.ofSeconds(11)));
        Place steady = taken();
        OutputStream pieces = steady.through(taking(Duration.ofSeconds(19)));
        for (int i = 0; i < 10; i++) {
            pieces.write(new byte[ExportPlaces.PIECE]);
        }
        assertThat(places.take()).isEmpty();
        drops.write(new byte[100]);
        drops.write(new byte[100]);
        assertThat(places.take()).isPresent();
        assertThatThrownBy(() -> drops.write(1)).isInstanceOf(IOException.class);
        pieces.write(1);
    }

    @Test
    void while_nobody_else_asks_even_a_slow_reader_gets_it_to_its_end() throws Exception {
        OutputStream drops = taken().through(taking(PATIENCE));
        for (int i = 0; i < 10; i++) {
            drops.write(1);
            drops.flush();
        }
        assertThat(places.take()).isPresent();
    }
}
