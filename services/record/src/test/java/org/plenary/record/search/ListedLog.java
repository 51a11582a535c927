package org.plenary.record.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.tlog.Leaf;

/** A log in memory: what the record's store has, as far as timelines and search look at it. */
final class ListedLog implements Sequenced {
    static final String FORUM = "forum-00000000-0000-4000-8000-000000000001";
    static final Instant T0 = Instant.parse("2027-01-01T00:00:00Z");

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> byKey = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();

    /** What is not said of an event: of this forum, for it, received and recorded a minute after the one before. */
    record Said(
            String forum,
            String audience,
            Instant receivedAt,
            @Nullable Instant validFrom,
            String actor,
            @Nullable String onBehalfOf) {}

    @Override
    public long leafIndex(long place) {
        return place;
    }

    /** The next event of a stream, for an audience. */
    String add(String stream, String name, String audience, Map<String, ?> data) {
        Instant at = T0.plusSeconds(60L * entries.size());
        return add(stream, name, new Said(FORUM, audience, at, null, "somebody", null), data);
    }

    String add(String stream, String name, Said said, Map<String, ?> data) {
        long version = versions.merge(stream, 1L, Long::sum);
        String key = stream + "@" + version;
        Map<String, Object> rest = new LinkedHashMap<>();
        rest.put("data", data);
        rest.put("actor", said.actor());
        if (said.onBehalfOf() != null) {
            rest.put("onBehalfOf", said.onBehalfOf());
        }
        rest.put("receivedAt", said.receivedAt().toString());
        if (said.validFrom() != null) {
            rest.put("validFrom", said.validFrom().toString());
        }
        rest.put("forum", said.forum());
        rest.put("audience", said.audience());
        rest.put("correlation", "c");
        String text = Json.write(rest);
        byte[] leaf = Leaf.of(
                "agenda",
                stream,
                version,
                key,
                "org.plenary.agenda." + name + ".v1",
                T0.plusSeconds(60L * entries.size()).toString(),
                Leaf.commitment(new byte[Leaf.SALT_BYTES], text));
        byKey.put(key, entries.size());
        entries.add(new Entry(entries.size(), key, leaf, text));
        return key;
    }

    /** A record that could not be read. */
    void addUnparsed() {
        entries.add(new Entry(
                entries.size(),
                "unparsed|t|0|" + entries.size(),
                Leaf.unparsed("t", 0, entries.size(), new byte[] {1}),
                null));
    }

    /** What opens the event's leaf is destroyed. */
    void destroy(String key) {
        int at = byKey.get(key);
        Entry e = entries.get(at);
        entries.set(at, new Entry(e.index(), e.key(), e.leaf(), null));
    }

    int size() {
        return entries.size();
    }

    @Override
    public List<Entry> from(long index, int max) {
        int end = (int) Math.min(entries.size(), index + max);
        return index >= entries.size() ? List.of() : List.copyOf(entries.subList((int) index, end));
    }

    @Override
    public Optional<Entry> at(long index) {
        return index < entries.size() ? Optional.of(entries.get((int) index)) : Optional.empty();
    }

    @Override
    public Optional<Entry> of(String key) {
        return Optional.ofNullable(byKey.get(key)).map(entries::get);
    }
}
