package org.plenary.infra.faults;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.local.Founding;
import org.plenary.infra.local.PublicApi;
import org.plenary.infra.local.PublicApi.Answer;
import org.plenary.kernel.decide.Ids;
import tools.jackson.databind.JsonNode;

/**
 * People who work on while things break: each sends a command until it is answered, always with the same key, and keeps
 * the answer. Creations and changes, in four services, one stream changed by three at once.
 */
final class Load {
    private static final String SEC = "secretariat";
    private static final String ZONE = "Asia/Jakarta";
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final List<String> STATES = List.of("au", "id", "nz", "th");
    private static final long AGAIN_NANOS = 100_000_000;
    private static final long PAUSE_NANOS = 200_000_000;

    /** A command as sent, and its first answer. */
    record Acknowledged(String user, String path, Map<String, ?> body, String key, String answer) {}

    /** A command that was answered 503, and the problem's name; empty where the answer was no problem of ours. */
    record Refusal(String path, String problem) {}

    private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(5);
    /** On a stream that was acknowledged to be there. */
    private static final Pattern CONTINUES = Pattern.compile("/api/[a-z]+/[a-z-]+/[^/]+/[a-z-]+");

    private final PublicApi api;
    private final String run;
    private final AtomicInteger wanted;
    private final AtomicInteger keys = new AtomicInteger();
    private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Refusal> refusedForNow = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();
    private volatile int allowed = Integer.MAX_VALUE;
    private final List<Thread> people = new ArrayList<>();
    private String forum = "";
    private String meeting = "";

    /** So many commands in all. */
    Load(PublicApi api, String run, int commands) {
        this.api = api;
        this.run = run;
        this.wanted = new AtomicInteger(commands);
    }

    List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    int count() {
        return count.get();
    }

    /** Commands that were refused: none should be. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    String forum() {
        return forum;
    }

    /** A fictional forum with a meeting that is convened ten days before it opens, and four heads. */
    void prepare() {
        List<Map<String, Object>> parties = new ArrayList<>();
        STATES.forEach(s -> parties.add(
                Map.of("party", s, "partyClass", "MEMBER_STATE", "name", s.toUpperCase(Locale.ROOT), "zone", "UTC")));
        Map<String, Object> card = Founding.card("PT2S", "PT17S", "PT13S", 3, 4, "PT60S", "PT10M", "PT4S", "PT14S");
        card.put("consultation", "NONE");
        Map<String, Object> hasty = new LinkedHashMap<>(card);
        hasty.put("lapseAfter", "PT15S");
        String source = "Rule cards for the fault run.";
        Map<String, Object> founding = new LinkedHashMap<>();
        founding.put("name", "Forum of the fault run (fictional)");
        founding.put("symbolPrefix", "F" + run.toUpperCase(Locale.ROOT));
        founding.put("fictional", true);
        founding.put("framework", "faults");
        founding.put("frameworkTitle", "Objectives of the fault run (fictional)");
        founding.put("objectives", List.of(Map.of("number", 1, "text", "To go on")));
        founding.put(
                "bodies",
                List.of(
                        Founding.body("conference", "Conference", List.of("au", "id"), STATES),
                        Founding.body("steering-group", "Steering Group", List.of("au", "id"), STATES)));
        founding.put("parties", parties);
        founding.put("people", Founding.people(STATES));
        founding.put(
                "ruleCards",
                List.of(
                        ruleCard("MINISTERIAL_CONFERENCE", source, card),
                        ruleCard("SENIOR_OFFICIALS_MEETING", source, hasty)));
        founding.put("signingKeys", List.of());
        forum = stream(done("operator", "/api/membership/forums", founding, null));
        seen("th.focal", "/api/membership/me?forum=" + forum, "grants");
        meeting = stream(done(
                "au.cochair",
                "/api/meeting/meetings",
                proposal("MINISTERIAL_CONFERENCE", "Conference of the fault run (fictional)"),
                null));
        String path = "/api/meeting/meetings/" + meeting;
        Answer read = api.get("id.cochair", path);
        String hash = read.json().path("keys").path("hash").asString();
        done("id.cochair", path + "/consent", Map.of("hash", hash), read.etag());
        done(SEC, path + "/convene", Map.of(), null);
        for (String party : STATES) {
            String a = "/api/membership/accreditations/"
                    + stream(done(party + ".focal", "/api/membership/accreditations", nomination(party, "HEAD"), null));
            done(SEC, a + "/accept", Map.of(), null);
            done(SEC, a + "/receive-credentials", Map.of(), null);
        }
        seen(SEC, "/api/agenda/agendas/agenda-" + meeting.substring("meeting-".length()), "id");
        acknowledged.forEach(a -> prepared.add(Ids.v5(a.user() + "|" + a.key()).toString()));
        acknowledged.clear();
        counts.clear();
        count.set(0);
    }

    private Map<String, Object> proposal(String type, String title) {
        Instant opens = Instant.now().plus(10, ChronoUnit.DAYS);
        Map<String, Object> proposal = new LinkedHashMap<>();
        proposal.put("forum", forum);
        proposal.put("body", "conference");
        proposal.put("meetingType", type);
        proposal.put("title", title);
        proposal.put("number", 1);
        proposal.put("host", "Indonesia");
        proposal.put("venue", "Jakarta");
        proposal.put("zone", ZONE);
        proposal.put("opensLocal", LOCAL.format(opens.atZone(ZoneId.of(ZONE))));
        proposal.put("closesLocal", LOCAL.format(opens.plus(1, ChronoUnit.HOURS).atZone(ZoneId.of(ZONE))));
        return proposal;
    }

    private static Map<String, Object> ruleCard(String type, String source, Map<String, Object> card) {
        return Map.of("body", "conference", "meetingType", type, "source", source, "card", card);
    }

    /** The meeting's stream, which many change. */
    String meeting() {
        return meeting;
    }

    private Map<String, Object> nomination(String party, String capacity) {
        Map<String, Object> n = new LinkedHashMap<>();
        n.put("forum", forum);
        n.put("meeting", meeting);
        n.put("party", party);
        n.put("capacity", capacity);
        n.put("name", "Delegate " + keys.incrementAndGet() + " of " + party + " (fictional)");
        n.put("noteVerbale", "Note 1/" + party);
        return n;
    }

    /** Everybody begins. */
    void start() {
        for (String party : List.of("nz", "th", "id")) {
            people.add(Thread.ofPlatform().name("presence of " + party).start(() -> presence(party)));
        }
        people.add(Thread.ofPlatform().name("documents").start(this::documents));
        people.add(Thread.ofPlatform().name("items").start(this::items));
        people.add(Thread.ofPlatform().name("delegates").start(this::delegates));
    }

    /** The ids of the commands that the run began with. */
    Set<String> prepared() {
        return prepared;
    }

    /** How many commands to this service were answered. */
    int count(String service) {
        AtomicInteger counted = counts.get(service);
        return counted == null ? 0 : counted.get();
    }

    /** Returns when all commands are answered, or some are not for so long that they are named as refused. */
    void await() throws InterruptedException {
        for (Thread t : people) {
            if (!t.join(ANSWERED_WITHIN)) {
                refused.add(t.getName() + " was not answered");
            }
        }
    }

    /** Nobody sends a new command. */
    void stop() {
        allowed = Integer.MAX_VALUE;
        wanted.set(0);
    }

    /** Commands that were answered with 503 for now, and why. */
    Collection<Refusal> refusedForNow() {
        return refusedForNow;
    }

    /** A proposal that lapses in seconds unless the other key is turned; its stream. */
    String proposeWhatLapses() {
        return stream(done(
                "au.cochair",
                "/api/meeting/meetings",
                proposal("SENIOR_OFFICIALS_MEETING", "Meeting that lapses (fictional)"),
                null));
    }

    /** So many answered commands may there be by now, so that there is work under way at the last fault too. */
    void allow(int commands) {
        allowed = Math.max(commands, 0);
    }

    boolean ended() {
        return people.stream().noneMatch(Thread::isAlive);
    }

    private boolean more() {
        LockSupport.parkNanos(PAUSE_NANOS);
        while (count.get() >= allowed) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return wanted.getAndDecrement() > 0;
    }

    private void presence(String party) {
        boolean present = true;
        while (more()) {
            done(SEC, "/api/meeting/meetings/" + meeting + "/record-presence", presence(party, present), null);
            present = !present;
        }
    }

    private static Map<String, Object> presence(String party, boolean present) {
        return Map.of("party", party, "present", present);
    }

    private void documents() {
        while (more()) {
            String title = "Fictional document " + keys.incrementAndGet();
            done(
                    SEC,
                    "/api/outcomes/imported-documents",
                    Map.of("forum", forum, "title", title, "sources", List.of()),
                    null);
        }
    }

    private void items() {
        while (more()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("meeting", meeting);
            item.put("party", "th");
            item.put("title", "Item " + keys.incrementAndGet());
            item.put("memorandum", "Why the item is requested (fictional).");
            item.put("objectives", List.of(1));
            String stream = stream(done("th.focal", "/api/agenda/items", item, null));
            if (more()) {
                done("th.focal", "/api/agenda/items/" + stream + "/withdraw", Map.of(), null);
            }
        }
    }

    private void delegates() {
        while (more()) {
            String a = "/api/membership/accreditations/"
                    + stream(done("nz.focal", "/api/membership/accreditations", nomination("nz", "ADVISER"), null));
            if (more()) {
                done(SEC, a + "/accept", Map.of(), null);
            }
            if (more()) { // a delegation has only so many places
                done("nz.focal", a + "/withdraw", Map.of(), null);
            }
        }
    }

    private static String stream(Answer answer) {
        return answer.json().path("stream").asString();
    }

    /** Sends until it is answered; a refusal that is not for now ends the sender and is kept. */
    private Answer done(String user, String path, Map<String, ?> body, @Nullable String ifMatch) {
        String key = "fault-" + run + "-" + keys.incrementAndGet();
        while (true) {
            try {
                Answer answer = api.post(user, path, body, key, ifMatch);
                if (answer.ok()) {
                    acknowledged.add(new Acknowledged(user, path, body, key, answer.body()));
                    counts.computeIfAbsent(path.split("/")[2], s -> new AtomicInteger())
                            .incrementAndGet();
                    count.incrementAndGet();
                    return answer;
                }
                if (answer.status() == 503) {
                    refusedForNow.add(new Refusal(path, answer.problem()));
                }
                boolean yetToHear = answer.problem().equals("meeting-unknown");
                boolean away =
                        answer.status() == 404 && !CONTINUES.matcher(path).matches();
                if (answer.status() < 500 && answer.status() != 401 && !away && !yetToHear) {
                    refused.add(path + ": " + answer.status() + " " + answer.body());
                    throw new IllegalStateException(refused.peek());
                }
            } catch (UncheckedIOException e) {
                // away: again
            }
            LockSupport.parkNanos(AGAIN_NANOS);
        }
    }

    private void seen(@Nullable String user, String path, String member) {
        Cluster.await(path, () -> {
            try {
                Answer answer = api.get(user, path);
                JsonNode found = answer.ok() ? answer.json().path(member) : null;
                return found != null && !found.isMissingNode() && (!found.isArray() || !found.isEmpty());
            } catch (UncheckedIOException e) {
                return false;
            }
        });
    }

    /** One more command, answered at the first attempt. */
    boolean probe() {
        String title = "Fictional probe " + keys.incrementAndGet();
        String key = "probe-" + run + "-" + keys.incrementAndGet();
        Map<String, Object> body = Map.of("forum", forum, "title", title, "sources", List.of());
        try {
            Answer answer = api.post(SEC, "/api/outcomes/imported-documents", body, key, null);
            if (!answer.ok()) {
                return false;
            }
            acknowledged.add(new Acknowledged(SEC, "/api/outcomes/imported-documents", body, key, answer.body()));
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
