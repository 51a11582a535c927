package org.plenary.record;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.http.AccessFilter;
import org.plenary.kernel.http.BadInput;
import org.plenary.kernel.http.Sender;
import org.plenary.kernel.json.Json;
import org.plenary.record.EventReading.Eyes;
import org.plenary.record.EventReading.Seen;
import org.plenary.record.EventReading.Verdict;
import org.plenary.record.Export.Reader;
import org.plenary.record.ExportPlaces.Place;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.Proving.Under;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Gives a whole conference out as one zip, which is written while it is sent. */
@RestController
class ExportController {
    /** Exports at a time from one instance. */
    static final int AT_ONCE_MAX = 2;

    /** For how long a reader of an export is waited for, for each piece of it, where others wait. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long POLL_NANOS = 50_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(ExportController.class);

    private final LogStore store;
    private final Belonging belonging;
    private final Proving proving;
    private final EventReading reading;
    private final Export export;
    private final InstantSource clock;
    private final ExportPlaces places;

    ExportController(
            LogStore store,
            Belonging belonging,
            Proving proving,
            EventReading reading,
            Export export,
            InstantSource clock) {
        this.store = store;
        this.belonging = belonging;
        this.proving = proving;
        this.reading = reading;
        this.export = export;
        this.clock = clock;
        this.places = new ExportPlaces(AT_ONCE_MAX, PATIENCE, clock);
    }

    @GetMapping("/api/record/exports/{meeting}")
    void export(@PathVariable String meeting, HttpServletRequest request, HttpServletResponse response) {
        if (!meeting.matches("meeting-[a-z0-9-]{1,100}")) {
            throw BadInput.field("/meeting", "format", "Name a meeting.");
        }
        Entry first = ReceiptController.entry(store, meeting, 1);
        try (Place place = places.take()
                .orElseThrow(
                        () -> new Refused(Kind.BUSY, "Other exports are being made. Please try again in a moment."))) {
            send(meeting, first, place, request, response);
        }
    }

    private void send(
            String meeting, Entry first, Place place, HttpServletRequest request, HttpServletResponse response) {
        Under under = under(first);
        Eyes eyes = reading.of(Sender.subject());
        Seen begun = eyes.see(first);
        if (begun.verdict() == Verdict.AUDIENCE) {
            throw new Refused(Kind.NOT_FOUND, "There is no such meeting.");
        }
        ExportPlan plan = ExportPlan.of(meeting, store, belonging, under, eyes);
        Reader reader = new Reader(
                Sender.subject(),
                eyes.unit(begun.rest().path("forum").asString("")),
                request.getHeader(HttpHeaders.AUTHORIZATION),
                eyes);
        Instant now = Json.millis(clock.instant());
        if (!reader.subject().isEmpty()) {
            AccessFilter.reads(Audience.FORUM);
        }
        response.setContentType("application/zip");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + meeting + ".export.zip\"");
        try {
            export.write(plan, under, reader, now, place.through(response.getOutputStream()));
        } catch (IOException e) {
            // who asked is gone, or too slow; the zip has no end, and does not open
            LOG.info("the export of {} was not taken to its end: {}", meeting, e.toString());
        }
    }

    /** A log that has just begun has no checkpoint that anybody cosigned, though the entry stands in the one before. */
    private static boolean stands(Under under, Entry first) {
        return under.head().size() > 0 && under.has(first);
    }

    /** The checkpoint, once it is known what belongs to the meeting up to it. */
    private Under under(Entry first) {
        Under under = proving.newest();
        Instant stop = clock.instant().plus(ReceiptController.WAIT);
        while ((!stands(under, first) || !belonging.knows(under.places()))
                && clock.instant().isBefore(stop)) {
            LockSupport.parkNanos(POLL_NANOS);
            under = stands(under, first) ? under : proving.newest();
        }
        if (under.head().size() == 0 && under.has(first)) {
            throw new Refused(
                    Kind.NOT_READY,
                    "The record goes on in a new log, of which no checkpoint is cosigned yet. Please try again in a moment.",
                    Map.of(Refused.RETRY_AFTER_SECONDS, Openable.RETRY_AFTER_SECONDS));
        }
        if (!stands(under, first)) {
            throw ReceiptController.later("The meeting is not yet under a signed checkpoint. Please look again.");
        }
        if (!belonging.knows(under.places())) {
            throw new Refused(Kind.BUSY, "What belongs to the meeting is still being gathered. Please try again.");
        }
        return under;
    }
}
