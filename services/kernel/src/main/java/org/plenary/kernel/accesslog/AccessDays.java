package org.plenary.kernel.accesslog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.bson.Document;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.upkeep.Upkeep;

/**
 * Closes each day of the access log with an event that has its hash, days left at an earlier stop included, and takes
 * away what is older than {@link #KEPT}. Several instances may do the same at once: a day is closed by one command id.
 */
public final class AccessDays implements Upkeep.Work {
    /** After a day's end, so that what other instances still write of it is there. */
    public static final Duration CLOSES_AFTER = Duration.ofMinutes(5);
    /** How long entries are kept. */
    public static final Duration KEPT = Duration.ofDays(400);
    /** Entries taken away at one turn at most. */
    public static final int REMOVED_AT_ONCE = 1_000;

    private final AccessLog log;
    private final AccessDay accessDay;
    private final CommandHandler handler;
    private final InstantSource clock;

    /** Of one service. */
    public AccessDays(AccessLog log, AccessDay accessDay, CommandHandler handler, InstantSource clock) {
        this.log = log;
        this.accessDay = accessDay;
        this.handler = handler;
        this.clock = clock;
    }

    @Override
    public void run() {
        Instant now = Json.millis(clock.instant());
        for (Document day : log.days().all()) {
            Instant end = LocalDate.parse(day.getString("_id"))
                    .plusDays(1)
                    .atStartOfDay()
                    .toInstant(ZoneOffset.UTC);
            if (day.getString("status").equals(AccessLog.OPEN) && !now.isBefore(end.plus(CLOSES_AFTER))) {
                close(day.getString("_id"), now);
            } else if (day.getString("status").equals(AccessLog.CLOSED) && !now.isBefore(end.plus(KEPT))) {
                remove(day);
            }
        }
    }

    private void close(String day, Instant now) {
        int entries = log.count(day);
        CloseAccessDay command = new CloseAccessDay(day, entries, log.overflow(day), hash(day, entries));
        String cause = handler.service() + "|accessday|" + day;
        Request request = Request.ofService(
                handler.service(), command.getClass().getSimpleName(), Ids.v5(cause), now, cause, null);
        handler.handle(accessDay, AccessDay.stream(handler.service(), day), command, request);
        Document closed = new Document("_id", day)
                .append("status", AccessLog.CLOSED)
                .append("entries", entries)
                .append("removed", 0);
        log.days().replace(closed, "status", AccessLog.OPEN);
    }

    /** SHA-256 over the first entries of the day in order, each a line of canonical JSON. */
    String hash(String day, int entries) {
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        for (int n = 1; n <= entries; n++) {
            Document entry = log.find(day, n);
            if (entry == null) {
                throw new IllegalStateException("the access log of " + day + " has no entry " + n);
            }
            sha.update((AccessLog.line(n, entry) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** The first entries of the day last: as long as the day is there, what is left of it begins with the first. */
    private void remove(Document day) {
        String id = day.getString("_id");
        int left = day.getInteger("entries") - day.getInteger("removed");
        int stop = Math.max(0, left - REMOVED_AT_ONCE);
        for (int n = left; n > stop; n--) {
            log.remove(id, n);
        }
        if (stop == 0) {
            log.forget(id);
        } else {
            log.days().put(day.append("removed", day.getInteger("entries") - stop));
        }
    }
}
