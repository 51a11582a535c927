package org.plenary.kernel.census;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.EventStore.Head;
import org.plenary.kernel.view.OwnViews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the heads of all streams against everything made from them: the service's own views, its copies of other
 * services' streams, and what else holds their events. What is only under way is looked at a second time before it
 * counts as a difference. It walks all streams in pages, so it runs seldom.
 */
public final class Census {
    /** Streams of a page of the own store. */
    public static final int PAGE = 1_000;
    /** Streams of a page that a sibling is asked for: few enough for a busy store to read them within the time-out. */
    public static final int SIBLINGS_PAGE = 200;
    /** Differences named at most. */
    public static final int NAMED_MAX = 100;
    /** Streams looked at a second time at most; where there are more, all count as different. */
    public static final int SUSPECTS_MAX = 1_000;
    /** Between the two looks: longer than an event is usually under way. */
    public static final Duration SECOND_LOOK = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Census.class);

    /** Where the heads of a service's streams are learnt. */
    public interface Heads {
        /** Up to {@link #SIBLINGS_PAGE} streams after this one with their last events; empty at the end. */
        Map<String, Head> page(String service, String after);

        /** The stream's last event. */
        Head head(String service, String stream);
    }

    /** Something beside views and copies that holds all events it hears. */
    public interface Holder {
        /** Its name in a report. */
        String name();

        /** Whether it holds exactly this event. */
        boolean holds(String service, String stream, long version);
    }

    /**
     * A stream that is not the same in two places: the version that one has, and the head that it should have.
     *
     * @param another whether it has another event than the stream in that place
     */
    public record Difference(String where, String stream, long has, long head, boolean another) {}

    /**
     * What a census found.
     *
     * @param at when it began
     * @param streams heads looked at
     * @param differences how many there are; the first {@link #NAMED_MAX} are named
     * @param unreached services that did not tell their heads, so that nothing is known of the copies of theirs
     */
    public record Report(Instant at, long streams, long differences, List<Difference> named, List<String> unreached) {}

    private interface Seen {
        Head at(String stream, Head head);
    }

    private record Suspect(String service, String where, String stream, Head head, Seen seen) {}

    private final String service;
    private final EventStore store;
    private final OwnViews views;
    private final Feed feed;
    private final Heads siblings;
    private final List<Holder> holders;
    private final Scheduling scheduling;
    private final InstantSource clock;
    private final Semaphore one = new Semaphore(1);
    private volatile @Nullable Report last;

    /** Of one service. */
    public Census(
            String service,
            EventStore store,
            OwnViews views,
            Feed feed,
            Heads siblings,
            List<Holder> holders,
            Scheduling scheduling,
            InstantSource clock) {
        this.service = service;
        this.store = store;
        this.views = views;
        this.feed = feed;
        this.siblings = siblings;
        this.holders = List.copyOf(holders);
        this.scheduling = scheduling;
        this.clock = clock;
    }

    /** The last report; null before the first. */
    public @Nullable Report last() {
        return last;
    }

    /**
     * Takes one now.
     *
     * @throws Refused 503, where one is being taken
     */
    public Report take() {
        if (!one.tryAcquire()) {
            throw new Refused(Refused.Kind.BUSY, "A census is being taken. Please try again in a moment.");
        }
        try {
            Report report = taken();
            if (report.differences() > 0) {
                LOG.error(
                        "census: {} differ, first {}",
                        report.differences(),
                        report.named().getFirst());
            }
            if (!report.unreached().isEmpty()) {
                LOG.error("census: nothing is known of what is held of {}, which did not tell", report.unreached());
            }
            last = report;
            return report;
        } finally {
            one.release();
        }
    }

    private Report taken() {
        Instant began = clock.instant();
        List<Suspect> suspects = new ArrayList<>();
        long streams = ownViews(suspects);
        Set<String> unreached = new TreeSet<>();
        for (Subscription s : feed.subscriptions().values()) {
            List<Suspect> found = new ArrayList<>();
            try {
                streams += copy(s, found);
                suspects.addAll(found);
            } catch (Feed.SourceAway e) {
                LOG.warn("census: {}", e.toString());
                unreached.add(s.service());
            }
        }
        List<Difference> differences = secondLook(suspects, unreached);
        return new Report(
                began,
                streams,
                differences.size(),
                differences.stream().limit(NAMED_MAX).toList(),
                List.copyOf(unreached));
    }

    private long ownViews(List<Suspect> suspects) {
        Map<String, Long> held = new HashMap<>();
        for (String name : views.names()) {
            held.put(name, views.view(name).documents().count());
        }
        Map<String, Long> found = new HashMap<>();
        long streams = walk(service, (stream, head) -> {
            for (String name : views.of(stream)) {
                found.merge(name, 1L, Long::sum);
                look(service, "view." + name, stream, head, viewed(name), suspects);
            }
        });
        for (String name : views.names()) {
            if (held.getOrDefault(name, 0L) > found.getOrDefault(name, 0L)) {
                orphans(service, "view." + name, views.view(name).documents(), viewed(name), suspects);
            }
        }
        return streams;
    }

    private Seen viewed(String name) {
        return (stream, head) -> views.view(name).head(stream);
    }

    private long copy(Subscription s, List<Suspect> suspects) {
        Documents documents = feed.copy(s.service(), s.aggregate()).documents();
        long before = documents.count(); // a stream that is born during the walk is no orphan
        Seen copied = (stream, head) -> feed.copy(s.service(), s.aggregate()).head(stream);
        boolean all = s.aggregate().equals(Subscription.ALL);
        long[] mine = {0};
        walk(s.service(), (stream, head) -> {
            if (all || stream.startsWith(s.aggregate() + "-")) {
                mine[0]++;
                look(s.service(), s.collection(), stream, head, copied, suspects);
                for (Holder h : all ? holders : List.<Holder>of()) {
                    Seen held = (x, end) -> h.holds(s.service(), x, end.version()) ? end : Head.NONE;
                    look(s.service(), h.name(), stream, head, held, suspects);
                }
            }
        });
        if (before > mine[0]) {
            orphans(s.service(), s.collection(), documents, copied, suspects);
        }
        return mine[0];
    }

    private interface Each {
        void head(String stream, Head head);
    }

    private long walk(String of, Each each) {
        long count = 0;
        String after = "";
        for (Map<String, Head> page = page(of, after); !page.isEmpty(); page = page(of, after)) {
            for (Map.Entry<String, Head> e : page.entrySet()) {
                count++;
                each.head(e.getKey(), e.getValue());
                after = e.getKey();
            }
        }
        return count;
    }

    private Map<String, Head> page(String of, String after) {
        return of.equals(service) ? store.heads(after, PAGE) : siblings.page(of, after);
    }

    private Head head(String of, String stream) {
        return of.equals(service) ? store.end(stream) : siblings.head(of, stream);
    }

    private static void look(String of, String where, String stream, Head head, Seen seen, List<Suspect> suspects) {
        Head has = seen.at(stream, head);
        if (has.version() != head.version() || has.contradicts(head)) {
            suspects.add(new Suspect(of, where, stream, head, seen));
        }
    }

    /** Streams that no commit begins: looked for only where there are more documents than streams. */
    private void orphans(String of, String where, Documents documents, Seen seen, List<Suspect> suspects) {
        for (Document d : documents.all()) {
            if (suspects.size() < SUSPECTS_MAX && head(of, d.getString("_id")).version() == 0) {
                suspects.add(new Suspect(of, where, d.getString("_id"), Head.NONE, seen));
            }
        }
    }

    /** Behind the head of the first look, beyond the head of now, or another event: none is under way so. */
    private List<Difference> secondLook(List<Suspect> suspects, Set<String> unreached) {
        if (suspects.isEmpty()) {
            return List.of();
        }
        if (suspects.size() < SUSPECTS_MAX) {
            scheduling.pause(SECOND_LOOK, SECOND_LOOK);
        }
        List<Difference> differences = new ArrayList<>();
        for (Suspect s : suspects) {
            Head has = s.seen().at(s.stream(), s.head());
            boolean certain = has.version() < s.head().version() || has.contradicts(s.head());
            try {
                Head head = certain || suspects.size() >= SUSPECTS_MAX ? s.head() : head(s.service(), s.stream());
                boolean another = has.contradicts(head);
                if (certain || another || has.version() > head.version()) {
                    differences.add(new Difference(s.where(), s.stream(), has.version(), head.version(), another));
                }
            } catch (Feed.SourceAway e) {
                unreached.add(s.service());
            }
        }
        return differences;
    }
}
