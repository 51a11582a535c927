package org.plenary.record.search;

import java.util.Set;

/**
 * Types of events that say more than the thing does that they belong to: the thing may be open to everybody, the event
 * is for those whom the forum trusts with every text.
 */
public final class EventKinds {
    /** A register that is imported names people, whom only their own party and the trusted may read. */
    static final Set<String> CLOSED = Set.of("RegisterImported");

    private EventKinds() {}

    /** Whether the type of event is for the trusted alone, whatever its audience: {@code org.plenary.<service>.<Event>.v<N>}. */
    public static boolean closed(String type) {
        String[] parts = type.split("\\.", -1);
        return parts.length == 5 && CLOSED.contains(parts[3]);
    }
}
