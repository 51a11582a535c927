package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.plenary.portal.session.PersonsSessionsStore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Hints to an open page that its stream has a new version, as server-sent events. */
@RestController
class LiveController {
    /** Seconds after which a browser that found no room may ask again. */
    private static final String ASK_AGAIN_SECONDS = "30";

    private final Reader readers;
    private final Upstream upstream;
    private final Live live;

    LiveController(Reader readers, Upstream upstream, Live live) {
        this.readers = readers;
        this.upstream = upstream;
        this.live = live;
    }

    /**
     * Opens the stream of events, where the owner shows the thing to this reader.
     *
     * @param shown the version that the page shows
     * @param last the version that this browser was told of last
     */
    @GetMapping(
            path = "/live/{collection:" + Pages.LIVE + "}/{id:" + Pages.ID + "}",
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> listen(
            @PathVariable String collection,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String shown,
            @RequestHeader(name = "Last-Event-ID", defaultValue = "") String last,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String token = readers.token(request, response);
        Live.Place place = new Live.Place(session(token, request), Pages.path(collection) + "/" + id);
        Upstream.Answer answer = upstream.get(place.path(), token);
        if (!answer.ok()) {
            return ResponseEntity.status(answer.status()).build();
        }
        SseEmitter events = live.join(place, token, answer.etag());
        if (events == null) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, ASK_AGAIN_SECONDS)
                    .build();
        }
        String known = last.isEmpty() ? shown : last;
        // The first line is what opens the stream for the browser.
        events.send(
                known.isEmpty() || known.equals(answer.etag())
                        ? SseEmitter.event().comment("listening")
                        : Watch.hint(id, answer.etag()));
        // Proxies that gather an answer before they pass it on would keep the hints.
        return ResponseEntity.ok().header("X-Accel-Buffering", "no").body(events);
    }

    private static String session(@Nullable String token, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return token == null || session == null ? "" : PersonsSessionsStore.name(session.getId());
    }
}
