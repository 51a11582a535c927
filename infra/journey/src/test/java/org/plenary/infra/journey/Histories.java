package org.plenary.infra.journey;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.local.PublicApi;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.feed.Envelope;
import tools.jackson.databind.JsonNode;

/** What whoever reads is told of what happened, compared with what was published. */
final class Histories {
    private static final Set<String> NOT_FOR_VISITORS = Set.of("person", "invitation", "import");
    private static final String CO_CHAIR = "au.cochair";
    /** Streams of each kind that are looked at. */
    private static final int OF_A_KIND = 6;

    private final PublicApi api;
    private final Map<String, List<Envelope>> streams = new TreeMap<>();
    private final Set<String> redacted = new HashSet<>();

    Histories(PublicApi api, List<Envelope> published) {
        this.api = api;
        Map<String, Integer> kinds = new TreeMap<>();
        for (Envelope e : published) {
            if (e.name().equals("EventRedacted")) {
                redacted.add(e.tree().path("event").asString());
            }
            boolean ofForum = e.meta().forum().startsWith("forum-");
            if (ofForum
                    && (streams.containsKey(e.stream()) || kinds.merge(e.aggregate(), 1, Integer::sum) <= OF_A_KIND)) {
                List<Envelope> events = streams.computeIfAbsent(e.stream(), s -> new ArrayList<>());
                if (events.stream().noneMatch(known -> known.id().equals(e.id()))) {
                    events.add(e);
                }
            }
        }
    }

    /** A visitor sees what is public of each stream, and who is trusted with every text of the forum all of it. */
    int compared() {
        for (Map.Entry<String, List<Envelope>> stream : streams.entrySet()) {
            Envelope first = stream.getValue().getFirst();
            List<String> open =
                    ids(stream.getValue().stream().filter(this::forVisitors).toList());
            if (coChair(first.meta().forum())) {
                List<String> all = ids(stream.getValue());
                await().atMost(60, SECONDS)
                        .untilAsserted(
                                () -> assertThat(timeline(CO_CHAIR, first)).isEqualTo(all));
            }
            assertThat(timeline(null, first)).as(stream.getKey()).isEqualTo(open);
        }
        return streams.size();
    }

    /** What is public, but for the register's people; and that something was redacted, which its leaf says to all. */
    private boolean forVisitors(Envelope e) {
        return redacted.contains(e.id())
                || e.meta().audience().equals(Audience.PUBLIC)
                        && !NOT_FOR_VISITORS.contains(e.aggregate())
                        && !e.name().equals("RegisterImported");
    }

    private static List<String> ids(List<Envelope> events) {
        return events.stream().map(Envelope::id).sorted().toList();
    }

    private boolean coChair(String forum) {
        for (JsonNode grant :
                api.get(CO_CHAIR, "/api/membership/me?forum=" + forum).json().path("grants")) {
            if (grant.path("role").asString("").equals("CO_CHAIR") && !grant.has("body")) {
                return true;
            }
        }
        return false;
    }

    /** Of the stream's own events those that the reader is told of, in no order. */
    private List<String> timeline(@Nullable String reader, Envelope first) {
        String path = "/api/record/timelines/" + first.stream() + "?limit=200&forum="
                + first.meta().forum();
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(reader, path + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .json();
            for (JsonNode item : page.path("items")) {
                if (item.path("stream").asString("").equals(first.stream())) {
                    ids.add(item.path("event").asString(""));
                }
            }
            cursor = page.path("next").asString("");
        } while (!cursor.isEmpty());
        return ids.stream().sorted().toList();
    }

    /** Each edition of each agenda that was circulated or adopted stands as it was, for who asks for that instant. */
    int agendas() {
        int editions = 0;
        for (List<Envelope> events : streams.values()) {
            for (Envelope e : events) {
                if (Set.of("AgendaCirculated", "AgendaAdopted").contains(e.name())) {
                    JsonNode then = api.get(
                                    null,
                                    "/api/agenda/agendas/" + e.stream() + "?knownOn="
                                            + e.meta().receivedAt())
                            .json();
                    assertThat(then.path("keys").path("hash").asString(""))
                            .as(e.id())
                            .isEqualTo(e.tree().path("hash").asString());
                    assertThat(then.path("edition").asInt())
                            .isEqualTo(e.tree().path("edition").asInt());
                    editions++;
                }
            }
        }
        return editions;
    }
}
