package org.plenary.portal.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.session.MapSession;
import org.springframework.session.Session;

/**
 * A session that knows what of it is not stored yet, so that two requests of one person at once do not undo each
 * other's changes.
 */
public final class StoredSession implements Session {
    private final MapSession held;
    private final InstantSource clock;
    private final Set<String> changed = new HashSet<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private @Nullable String storedId;
    private Instant touched;

    StoredSession(MapSession held, @Nullable String storedId, InstantSource clock) {
        this.held = held;
        this.clock = clock;
        this.storedId = storedId;
        this.touched = held.getLastAccessedTime();
    }

    /** Takes over an attribute as it is stored. */
    void loaded(String name, Object value, int bytes) {
        held.setAttribute(name, value);
        sizes.put(name, bytes);
    }

    /** Under which id it is stored; null where it is not. */
    @Nullable
    String storedId() {
        return storedId;
    }

    /** When the store last learned of its use. */
    Instant touched() {
        return touched;
    }

    /** Names of the attributes that were set or removed since it was stored. */
    Set<String> changed() {
        return Set.copyOf(changed);
    }

    /** Bytes of each stored attribute. */
    Map<String, Integer> sizes() {
        return sizes;
    }

    /** Everything is in the store. */
    void saved(Instant at) {
        storedId = held.getId();
        touched = at;
        changed.clear();
    }

    @Override
    public String getId() {
        return held.getId();
    }

    /** The id changes when its person signs in, and nowhere else; from then on it counts how long the session lives. */
    @Override
    public String changeSessionId() {
        held.setCreationTime(clock.instant());
        return held.changeSessionId();
    }

    @Override
    public <T> @Nullable T getAttribute(String name) {
        return held.getAttribute(name);
    }

    @Override
    public Set<String> getAttributeNames() {
        return held.getAttributeNames();
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        held.setAttribute(name, value);
        changed.add(name);
    }

    @Override
    public void removeAttribute(String name) {
        held.removeAttribute(name);
        changed.add(name);
    }

    @Override
    public Instant getCreationTime() {
        return held.getCreationTime();
    }

    @Override
    public void setLastAccessedTime(Instant at) {
        held.setLastAccessedTime(at);
    }

    @Override
    public Instant getLastAccessedTime() {
        return held.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        held.setMaxInactiveInterval(interval);
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return held.getMaxInactiveInterval();
    }

    @Override
    public boolean isExpired() {
        return held.isExpired();
    }
}
