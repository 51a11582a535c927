package org.plenary.membership.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The register in the classes of Popolo, which other civic tools read: the forum, its parties and bodies are
 * organizations, seats and keys are posts, and who holds which is a membership.
 *
 * @see <a href="https://www.popoloproject.com/specs/">the Popolo specification</a>
 */
public final class Popolo {
    private Popolo() {}

    /**
     * Organizations, posts and memberships with all their dates; no person stands in it.
     *
     * @param parties by their streams
     * @param at what is in force then gives an organization its name and classification
     */
    public static Map<String, Object> of(String stream, Forum forum, Map<String, Party> parties, Instant at) {
        List<Map<String, Object>> organizations = new ArrayList<>();
        List<Map<String, Object>> posts = new ArrayList<>();
        List<Map<String, Object>> memberships = new ArrayList<>();
        organizations.add(organization(stream, forum.name(), "forum", null));
        parties.forEach((id, p) -> {
            organizations.add(party(id, p, at));
            for (Party.Held held : p.classes()) {
                memberships.add(membership(
                        memberships.size(), stream, id, null, held.partyClass().name(), held.from(), held.until()));
            }
        });
        Map<String, String> ids = new LinkedHashMap<>();
        parties.forEach((id, p) -> ids.put(p.party(), id));
        for (Body b : forum.bodies()) {
            String id = stream + "/" + b.body();
            organizations.add(organization(id, b.last().orElseThrow().name(), "body", stream));
            for (String role : List.of("member", "keyholder")) {
                posts.add(new LinkedHashMap<>(
                        Map.of("id", id + "/" + role, "label", role, "role", role, "organization_id", id)));
            }
            seats(b, (party, role, from, until) -> {
                String organization = ids.get(party);
                if (organization != null) {
                    memberships.add(
                            membership(memberships.size(), id, organization, id + "/" + role, role, from, until));
                }
            });
        }
        Map<String, Object> popolo = new LinkedHashMap<>();
        popolo.put("organizations", organizations);
        popolo.put("posts", posts);
        popolo.put("memberships", memberships);
        return popolo;
    }

    private static Map<String, Object> organization(
            String id, String name, String classification, @Nullable String parent) {
        Map<String, Object> o = new LinkedHashMap<>();
        o.put("id", id);
        o.put("name", name);
        o.put("classification", classification);
        if (parent != null) {
            o.put("parent_id", parent);
        }
        return o;
    }

    private static Map<String, Object> party(String id, Party p, Instant at) {
        String name = p.nameAt(Party.OFFICIAL_LANGUAGE, at)
                .orElseGet(() -> p.names().getFirst().name());
        String type = p.classAt(at)
                .orElseGet(() -> p.classes().getFirst().partyClass())
                .name();
        Map<String, Object> o = organization(id, name, type, null);
        List<Map<String, Object>> others = new ArrayList<>();
        for (Party.Name n : p.names()) {
            if (!n.name().equals(name)) {
                Map<String, Object> other = new LinkedHashMap<>(Map.of("name", n.name(), "note", n.language()));
                dated(other, n.from(), null);
                others.add(other);
            }
        }
        if (!others.isEmpty()) {
            o.put("other_names", others);
        }
        o.put("sources", p.sources().stream().map(url -> Map.of("url", url)).toList());
        return o;
    }

    private static Map<String, Object> membership(
            int n,
            String organization,
            String member,
            @Nullable String post,
            String role,
            @Nullable Instant from,
            @Nullable Instant until) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("id", organization + "/membership/" + n);
        m.put("role", role);
        m.put("organization_id", organization);
        m.put("member", Map.of("id", member));
        if (post != null) {
            m.put("post_id", post);
        }
        dated(m, from, until);
        return m;
    }

    private static void dated(Map<String, Object> of, @Nullable Instant from, @Nullable Instant until) {
        if (from != null) {
            of.put("start_date", day(from));
        }
        if (until != null) {
            of.put("end_date", day(until));
        }
    }

    private static String day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    private interface Seat {
        void held(String party, String role, @Nullable Instant from, @Nullable Instant until);
    }

    /** Each seat and key of a body with when it was taken and left. */
    private static void seats(Body body, Seat seat) {
        Map<String, List<Instant>> members = new LinkedHashMap<>();
        Map<String, List<Instant>> keyholders = new LinkedHashMap<>();
        for (Body.Change c : body.changes()) {
            c.unseat().forEach(p -> left(p, "member", members, c.from(), seat));
            c.seat().forEach(p -> members.put(p, since(c.from())));
            if (c.keyholders() != null) {
                List.copyOf(keyholders.keySet()).stream()
                        .filter(p -> !c.keyholders().contains(p))
                        .forEach(p -> left(p, "keyholder", keyholders, c.from(), seat));
                c.keyholders().forEach(p -> keyholders.putIfAbsent(p, since(c.from())));
            }
        }
        List.copyOf(members.keySet()).forEach(p -> left(p, "member", members, null, seat));
        List.copyOf(keyholders.keySet()).forEach(p -> left(p, "keyholder", keyholders, null, seat));
    }

    private static List<Instant> since(@Nullable Instant from) {
        return from == null ? List.of() : List.of(from);
    }

    private static void left(
            String party, String role, Map<String, List<Instant>> held, @Nullable Instant until, Seat seat) {
        List<Instant> since = held.remove(party);
        if (since != null) {
            seat.held(party, role, since.isEmpty() ? null : since.getFirst(), until);
        }
    }
}
