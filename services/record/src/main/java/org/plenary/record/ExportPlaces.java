package org.plenary.record;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The few exports that are made at a time. A reader who takes nothing, or next to nothing, keeps nobody waiting: once a
 * place is asked for, whoever was waited for longer than the patience for one {@link #PIECE} has lost it, and is cut off
 * at the next byte.
 */
final class ExportPlaces {
    /** Bytes that a reader takes within the patience at least: 16 KiB a second where that is 20 seconds. */
    static final int PIECE = 320 * 1024;

    private final int max;
    private final Duration patience;
    private final InstantSource clock;
    private final List<Place> taken = new ArrayList<>();

    ExportPlaces(int max, Duration patience, InstantSource clock) {
        this.max = max;
        this.patience = patience;
        this.clock = clock;
    }

    /** A place, where one is free or its reader has lost it. */
    synchronized Optional<Place> take() {
        if (taken.size() == max) {
            taken.stream().filter(Place::slow).findFirst().ifPresent(taken::remove);
        }
        if (taken.size() == max) {
            return Optional.empty();
        }
        Place place = new Place();
        taken.add(place);
        return Optional.of(place);
    }

    private synchronized boolean holds(Place place) {
        return taken.contains(place);
    }

    private synchronized void free(Place place) {
        taken.remove(place);
    }

    /** What one export is written through. How long it takes to make is not its reader's to answer for. */
    final class Place implements AutoCloseable {
        /** How long the reader was waited for since the last whole piece; guarded by this. */
        private Duration waited = Duration.ZERO;

        private long ofPiece;
        private @Nullable Instant waiting;

        private Place() {}

        private synchronized boolean slow() {
            Duration now = waiting == null ? Duration.ZERO : Duration.between(waiting, clock.instant());
            return waited.plus(now).compareTo(patience) > 0;
        }

        private synchronized void begins() {
            waiting = clock.instant();
        }

        private synchronized void ends(int bytes) {
            if (waiting != null) {
                waited = waited.plus(Duration.between(waiting, clock.instant()));
                waiting = null;
            }
            ofPiece += bytes;
            if (ofPiece >= PIECE) {
                ofPiece = 0;
                waited = Duration.ZERO;
            }
        }

        /** The same stream as long as the place is held; then it ends with an exception. */
        OutputStream through(OutputStream out) {
            return new FilterOutputStream(out) {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    wait(length, () -> out.write(bytes, from, length));
                }

                @Override
                public void flush() throws IOException {
                    wait(0, out::flush);
                }

                private void wait(int length, Step step) throws IOException {
                    if (!holds(Place.this)) {
                        throw new IOException("it was taken too slowly, and another export was asked for");
                    }
                    begins();
                    try {
                        step.done();
                    } finally {
                        ends(length);
                    }
                }
            };
        }

        @Override
        public void close() {
            free(this);
        }
    }

    private interface Step {
        void done() throws IOException;
    }
}
