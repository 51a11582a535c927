package org.plenary.infra.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pieces of the founding data of a forum, as {@code POST /api/membership/forums} takes them. */
public final class Founding {
    private Founding() {}

    /** A body. */
    public static Map<String, Object> body(String body, String name, List<String> keyholders, List<String> members) {
        return Map.of("body", body, "name", name, "keyholders", keyholders, "members", members);
    }

    /** The values of a rule card; durations are ISO 8601. */
    public static Map<String, Object> card(
            String notice,
            String regular,
            String supplementary,
            int quorumOpen,
            int quorumDecide,
            String consultation,
            String lapse,
            String silence,
            String statements) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("noticeMinimum", notice);
        card.put("regularBefore", regular);
        card.put("supplementaryBefore", supplementary);
        card.put("quorumOpen", quorumOpen);
        card.put("quorumDecide", quorumDecide);
        card.put("consultation", "REQUIRED");
        card.put("consultationPeriod", consultation);
        card.put("lapseAfter", lapse);
        card.put("silenceMinimum", silence);
        card.put("statementsWindow", statements);
        card.put("mayBreakSilence", List.of("MEMBER_STATE"));
        return card;
    }

    /** One card for the conference; for the steering group the same without consultation of itself. */
    public static List<Map<String, Object>> ruleCards(String source, Map<String, Object> card) {
        Map<String, Object> steering = new LinkedHashMap<>(card);
        steering.put("consultation", "NONE");
        steering.put("quorumOpen", 2);
        steering.put("quorumDecide", 2);
        List<Map<String, Object>> cards = new ArrayList<>();
        for (String type : List.of("MINISTERIAL_CONFERENCE", "SENIOR_OFFICIALS_MEETING")) {
            cards.add(Map.of("body", "conference", "meetingType", type, "source", source, "card", card));
        }
        cards.add(Map.of(
                "body", "steering-group", "meetingType", "STEERING_GROUP_MEETING", "source", source, "card", steering));
        return cards;
    }

    /** The demonstration users as people of a forum: head and focal point of each party, and the forum's own. */
    public static List<Map<String, Object>> people(List<String> parties) {
        List<Map<String, Object>> people = new ArrayList<>();
        people.add(person("au.cochair", "au", List.of(grant("CO_CHAIR"))));
        people.add(person("id.cochair", "id", List.of(grant("CO_CHAIR"))));
        people.add(person("secretariat", null, List.of(grant("SECRETARIAT"))));
        people.add(person("secretariat2", null, List.of(grant("SECRETARIAT"))));
        people.add(person("assessor", null, List.of(grant("ASSESSOR"))));
        people.add(person("auditor", null, List.of(grant("AUDITOR"))));
        for (String party : parties) {
            boolean steering = List.of("nz", "th", "iom", "unhcr").contains(party);
            people.add(person(
                    party + ".head",
                    party,
                    steering ? List.of(grant("HEAD"), grant("STEERING_GROUP")) : List.of(grant("HEAD"))));
            people.add(person(party + ".focal", party, List.of(grant("FOCAL_POINT"))));
        }
        return people;
    }

    private static Map<String, Object> person(
            String subject, @org.jspecify.annotations.Nullable String unit, List<Map<String, Object>> grants) {
        return unit == null
                ? Map.of("subject", subject, "grants", grants)
                : Map.of("subject", subject, "unit", unit, "grants", grants);
    }

    private static Map<String, Object> grant(String role) {
        return Map.of("role", role);
    }
}
