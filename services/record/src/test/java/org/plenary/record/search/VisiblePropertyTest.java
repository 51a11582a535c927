package org.plenary.record.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.access.Policy.Answer;
import org.plenary.kernel.access.Policy.Thing;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.Standing.Grant;
import org.plenary.record.search.Reading.Page;
import org.plenary.record.search.Reading.Place;

/** Whoever reads whatever log: a page shows what the kernel's rule lets through, event by event, and nothing else. */
class VisiblePropertyTest {
    private static final List<String> FORUMS = List.of(ListedLog.FORUM, "forum-00000000-0000-4000-8000-000000000002");
    private static final List<String> UNITS = List.of("au", "id", "nz");
    private static final List<String> BODIES = List.of("conference", "group");
    private static final List<String> SUBJECTS = List.of("alice", "bob", "carol");
    private static final List<String> ROLES =
            List.of("SECRETARIAT", "CO_CHAIR", "AUDITOR", "HEAD", "FOCAL_POINT", "DELEGATE", Standing.OPERATOR);
    private static final List<String> READS_ALL = List.of("SECRETARIAT", "CO_CHAIR", "AUDITOR");
    private static final List<String> KINDS = List.of(
            "item", "accreditation", "person", "invitation", "import", "document", "meeting", "party", "dispatch");
    private static final List<String> WORDS = List.of("border", "refugee", "rights", "Bali", "smuggling");

    /** A stream as its owner knows it, apart from what the index makes of it. */
    private record Known(
            String stream,
            String forum,
            @Nullable String body,
            @Nullable String unit,
            @Nullable String person,
            Map<String, Object> first) {}

    /** An event as its owner knows it. */
    private record Event(
            long index,
            String key,
            Known of,
            String audience,
            Set<String> words,
            Instant receivedAt,
            Instant inForceFrom) {}

    private final Policy reads = Policy.load("timelines");
    private final ListedLog log = new ListedLog();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> destroyed = new HashSet<>();
    private final Set<String> withoutFirst = new HashSet<>();

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void pages_show_what_the_audience_lets_through_and_nothing_else(int seed) {
        Random random = new Random(seed);
        write(random);
        RecordIndex index = RecordIndex.open(dir);
        try {
            Follower follower = new Follower(log, index);
            while (follower.step() > 0) {
                // to the end of the log
            }
            int shown = 0;
            for (int i = 0; i < 150; i++) {
                shown += compare(index, random, "seed " + seed + " reading " + i);
            }
            assertThat(shown).as("readings that showed something").isGreaterThan(30);
        } finally {
            index.close();
        }
    }

    private int compare(RecordIndex index, Random random, String where) {
        Standing reader = reader(random);
        String forum = pick(random, FORUMS);
        Known subject = events.get(random.nextInt(events.size())).of();
        String word = pick(random, WORDS);
        boolean words = random.nextBoolean();
        Query what = words ? Question.of(word) : Visible.is(Fields.SUBJECT, subject.stream());
        Predicate<Event> asked = words
                ? e -> !bare(e) && e.words().contains(word)
                : e -> e.of().stream().equals(subject.stream()) || !bare(e) && names(e, subject);
        Instant known = random.nextInt(3) == 0 ? time(random) : Instant.MAX;
        Instant inForce = random.nextInt(3) == 0 ? time(random) : Instant.MAX;
        Query query = Visible.all(
                what,
                new Visible(reads).to(reader, forum),
                LongPoint.newRangeQuery(Fields.RECEIVED, Long.MIN_VALUE, millis(known)),
                LongPoint.newRangeQuery(Fields.IN_FORCE, Long.MIN_VALUE, millis(inForce)));
        List<Long> expected = events.stream()
                .filter(asked)
                .filter(e -> may(reader, forum, e))
                .filter(e -> !received(e).isAfter(known) && !inForce(e).isAfter(inForce))
                .map(Event::index)
                .sorted(Comparator.reverseOrder())
                .toList();
        assertThat(pages(index, query, 1 + random.nextInt(5)))
                .as("%s by %s in %s", where, reader, forum)
                .isEqualTo(expected);
        return expected.isEmpty() ? 0 : 1;
    }

    /** An event is about a meeting too where it names it, or where the first of its stream still does. */
    private boolean names(Event e, Known subject) {
        boolean first = e.key().endsWith("@1");
        return subject.stream().equals(e.of().first().get("meeting"))
                && (first || !withoutFirst.contains(e.of().stream()));
    }

    /** No page but the last is short, and none is empty behind another. */
    private static List<Long> pages(RecordIndex index, Query query, int limit) {
        List<Long> all = new ArrayList<>();
        Place after = null;
        do {
            Page page = index.reading().page(query, limit, after);
            page.found().forEach(p -> all.add(p.index()));
            if (page.next() != null) {
                assertThat(page.found()).hasSize(limit);
            } else if (after != null) {
                assertThat(page.found()).isNotEmpty();
            }
            after = page.next();
        } while (after != null);
        return all;
    }

    private boolean may(Standing reader, String forum, Event e) {
        if (bare(e)) {
            return true;
        }
        Known of = e.of();
        boolean lost = withoutFirst.contains(of.stream());
        String operation = Visible.RESTRICTED.get(kind(of));
        return of.forum().equals(forum)
                && Audience.includes(e.audience(), lost ? null : of.body(), reader)
                && (operation == null
                        || reads.judge(
                                        operation,
                                        reader,
                                        null,
                                        new Thing(null, lost ? null : of.unit(), lost ? null : of.person(), null))
                                == Answer.ALLOW);
    }

    private boolean bare(Event e) {
        return destroyed.contains(e.key());
    }

    private Instant received(Event e) {
        return bare(e) ? recorded(e) : e.receivedAt();
    }

    private Instant inForce(Event e) {
        return bare(e) ? recorded(e) : e.inForceFrom();
    }

    private static Instant recorded(Event e) {
        return ListedLog.T0.plusSeconds(60 * e.index());
    }

    private static String kind(Known of) {
        return of.stream().substring(0, of.stream().indexOf('-'));
    }

    private void write(Random random) {
        Map<String, Known> meetings = new HashMap<>();
        List<Known> streams = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Known of = streams.isEmpty() || random.nextInt(3) == 0
                    ? begun(random, streams, meetings)
                    : pick(random, streams);
            happens(random, of);
        }
        for (int i = 0; i < 6; i++) {
            Event e = events.get(random.nextInt(events.size()));
            log.destroy(e.key());
            destroyed.add(e.key());
            if (e.key().endsWith("@1")) {
                withoutFirst.add(e.of().stream());
                meetings.values().stream()
                        .filter(m -> m.equals(e.of()))
                        .forEach(m -> streams.stream()
                                .filter(s -> m.stream().equals(s.first().get("meeting"))
                                        && !s.first().containsKey("body"))
                                .forEach(s -> bodiless(s)));
            }
        }
    }

    /** A stream whose meeting lost its first event belongs to no body that the record knows. */
    private void bodiless(Known s) {
        Known without = new Known(s.stream(), s.forum(), null, s.unit(), s.person(), s.first());
        events.replaceAll(e -> e.of().equals(s)
                ? new Event(e.index(), e.key(), without, e.audience(), e.words(), e.receivedAt(), e.inForceFrom())
                : e);
    }

    private static Known begun(Random random, List<Known> streams, Map<String, Known> meetings) {
        String kind = pick(random, KINDS);
        String stream = kind + "-" + new UUID(random.nextLong(), random.nextLong());
        String forum = pick(random, FORUMS);
        Map<String, Object> first = new HashMap<>(Map.of("forum", forum));
        String body = null;
        String unit = null;
        String person = null;
        switch (kind) {
            case "meeting" -> body = random.nextInt(4) == 0 ? null : pick(random, BODIES);
            case "item" -> {
                body = pick(random, BODIES);
                unit = pick(random, UNITS);
            }
            case "person" -> {
                unit = random.nextBoolean() ? pick(random, UNITS) : null;
                person = pick(random, SUBJECTS);
                first.put("subject", person);
            }
            case "accreditation" -> {
                unit = pick(random, UNITS);
                if (!meetings.isEmpty()) {
                    Known meeting = pick(random, List.copyOf(meetings.values()));
                    first.put("meeting", meeting.stream());
                    body = meeting.body();
                }
            }
            case "invitation" -> unit = pick(random, UNITS);
            default -> {
                // everybody's
            }
        }
        if (body != null && !kind.equals("accreditation")) {
            first.put("body", body);
        }
        if (unit != null) {
            first.put(kind.equals("person") ? "unit" : "party", unit);
        }
        Known known = new Known(stream, forum, body, unit, person, first);
        streams.add(known);
        if (kind.equals("meeting")) {
            meetings.put(stream, known);
        }
        return known;
    }

    private void happens(Random random, Known of) {
        String kind = kind(of);
        String audience = switch (kind) {
            case "meeting", "party" -> Audience.PUBLIC;
            case "item", "accreditation" ->
                random.nextInt(3) == 0 ? Audience.FORUM : Audience.unit(String.valueOf(of.unit()));
            case "person" ->
                of.unit() == null ? Audience.person(String.valueOf(of.person())) : Audience.unit(of.unit());
            case "invitation" -> Audience.unit(String.valueOf(of.unit()));
            default -> random.nextBoolean() ? Audience.FORUM : Audience.PUBLIC;
        };
        Set<String> words = new HashSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            words.add(pick(random, WORDS));
        }
        Map<String, Object> data =
                new HashMap<>(events.stream().anyMatch(e -> e.of().equals(of)) ? Map.of() : of.first());
        data.put("text", String.join(" ", words));
        Instant received = time(random);
        Instant from = random.nextInt(3) == 0 ? time(random) : null;
        long index = log.size();
        String key = log.add(
                of.stream(),
                "ThingHappened",
                new ListedLog.Said(of.forum(), audience, received, from, "somebody", null),
                data);
        Instant recorded = ListedLog.T0.plusSeconds(60 * index);
        events.add(new Event(index, key, of, audience, words, received, from == null ? recorded : from));
    }

    private static Standing reader(Random random) {
        if (random.nextInt(8) == 0) {
            return Standing.visitor(random.nextBoolean() ? "" : "stranger");
        }
        Set<Grant> grants = new HashSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String role = pick(random, ROLES);
            String body = role.equals(Standing.OPERATOR) || random.nextBoolean() ? null : pick(random, BODIES);
            grants.add(new Grant(role, body));
            if (READS_ALL.contains(role)) {
                grants.add(new Grant(Policy.TRUSTED, body));
            }
        }
        return new Standing(pick(random, SUBJECTS), random.nextInt(3) == 0 ? null : pick(random, UNITS), grants);
    }

    private static Instant time(Random random) {
        return ListedLog.T0.plusSeconds(60L * random.nextInt(140));
    }

    private static long millis(Instant at) {
        return at.equals(Instant.MAX) ? Long.MAX_VALUE : at.toEpochMilli();
    }

    private static <T> T pick(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
