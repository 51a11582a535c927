package org.plenary.portal;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;
import tools.jackson.databind.node.ObjectNode;

/**
 * One session's look at one stream: asks the owner whether its version changed, and tells the session's open tabs. What
 * it tells is a hint; the page asks again and is shown what its reader may see.
 */
final class Watch {
    /** After so many quiet looks a line that means nothing, to notice browsers that went away. */
    private static final int SIGN_OF_LIFE_LOOKS = 8;

    private record Listener(SseEmitter emitter, Instant until) {}

    private final Live.Place place;
    private final Upstream upstream;
    private final InstantSource clock;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String token;
    private String version;
    private int quiet;

    Watch(Live.Place place, String version, Upstream upstream, InstantSource clock) {
        this.place = place;
        this.version = version;
        this.upstream = upstream;
        this.clock = clock;
    }

    Live.Place place() {
        return place;
    }

    int listeners() {
        return listeners.size();
    }

    /** Takes a tab in, and its token, which is at least as fresh as the one before. */
    SseEmitter add(SseEmitter emitter, Instant until, @Nullable String token) {
        Listener listener = new Listener(emitter, until);
        emitter.onCompletion(() -> listeners.remove(listener));
        emitter.onTimeout(emitter::complete);
        emitter.onError(e -> listeners.remove(listener));
        this.token = token;
        listeners.add(listener);
        return emitter;
    }

    /** Asks the owner once and tells what there is to tell. */
    void look() {
        Instant now = clock.instant();
        end(l -> !now.isBefore(l.until()));
        if (listeners.isEmpty()) {
            return;
        }
        Upstream.Answer answer = upstream.get(place.path(), token, version);
        switch (answer.status()) {
            case 200 -> {
                if (!answer.etag().equals(version)) {
                    version = answer.etag();
                    tell(hint(place.stream(), version));
                }
            }
            case 401 -> close();
            case 403, 404 -> {
                tell(SseEmitter.event().name("gone").data("{}"));
                close();
            }
            default -> {
                // Nothing new, or the owner does not answer: asked again soon.
            }
        }
        if (++quiet >= SIGN_OF_LIFE_LOOKS) {
            tell(SseEmitter.event().comment("still here"));
        }
    }

    /** What a tab is told: not what changed, only that it did. */
    static SseEventBuilder hint(String stream, String version) {
        ObjectNode data = Json.MAPPER.createObjectNode().put("stream", stream);
        if (version.matches("\\d{1,18}")) {
            data.put("version", Long.parseLong(version));
        }
        return SseEmitter.event().name("changed").id(version).data(data.toString());
    }

    private void tell(SseEventBuilder event) {
        quiet = 0;
        var parts = event.build();
        for (Listener l : listeners) {
            try {
                l.emitter().send(parts);
            } catch (IOException | IllegalStateException e) {
                // The browser went away; the server ends the request by itself.
                listeners.remove(l);
            }
        }
    }

    private void end(Predicate<Listener> which) {
        for (Listener l : listeners) {
            if (which.test(l)) {
                listeners.remove(l);
                l.emitter().complete();
            }
        }
    }

    /** Ends every tab's stream of events; a browser connects again by itself, unless it was told not to. */
    void close() {
        end(l -> true);
    }
}
