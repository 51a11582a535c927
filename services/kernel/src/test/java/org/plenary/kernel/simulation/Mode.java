package org.plenary.kernel.simulation;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.relay.Lease.Ownership;
import org.plenary.kernel.relay.Relay;

/**
 * How a service is run: alone on its data, where commits get out because they are handed over in memory and nothing
 * looks for them besides; or as one of several, where a scan finds what another left.
 *
 * @param bounds of what the relay keeps in memory, often so narrow that they matter in a run of a few commands
 */
record Mode(Ownership ownership, @Nullable Duration scanInterval, Relay.Bounds bounds) {
    private static final Duration SCAN_INTERVAL = Duration.ofMillis(250);

    /** As the seed chooses; a single instance is run alone half of the time. */
    static Mode chosen(Random random, int instances) {
        boolean alone = instances == 1 && random.nextBoolean();
        Relay.Bounds bounds =
                random.nextInt(3) > 0 ? Relay.Bounds.USUAL : new Relay.Bounds(1 + random.nextInt(2), 2, 1);
        return alone ? new Mode(Ownership.SOLE, null, bounds) : new Mode(Ownership.SHARED, SCAN_INTERVAL, bounds);
    }
}
