package org.plenary.infra.local.signin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** Who can sign in to the embedded default: a head and a focal point of every party, and the forum's own people. */
public final class DemonstrationUsers {
    /** Ends every display name, so that nobody is mistaken for a real person. */
    static final String MARK = " (demonstration)";

    private static final Map<String, String> NAMES = names();

    private DemonstrationUsers() {}

    /** The forum's facts as they ship. */
    public static JsonNode facts() {
        try (InputStream in = DemonstrationUsers.class.getResourceAsStream("/bali-process.json")) {
            return Json.tree(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The subjects, the forum's own people first. */
    public static List<String> subjects() {
        return List.copyOf(NAMES.keySet());
    }

    /**
     * What a user is called, marked as a demonstration.
     *
     * @throws IllegalArgumentException for a subject that is none of {@link #subjects()}
     */
    static String name(String subject) {
        String name = NAMES.get(subject);
        if (name == null) {
            throw new IllegalArgumentException("no demonstration user " + subject);
        }
        return name;
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("au.cochair", "Australia, co-chair" + MARK);
        names.put("id.cochair", "Indonesia, co-chair" + MARK);
        names.put("secretariat", "Secretariat" + MARK);
        names.put("secretariat2", "Secretariat, second person" + MARK);
        names.put("assessor", "Accreditation assessor" + MARK);
        names.put("auditor", "Auditor" + MARK);
        names.put("operator", "Operator" + MARK);
        names.put("guest1", "Invited guest 1" + MARK);
        names.put("guest2", "Invited guest 2" + MARK);
        JsonNode facts = facts();
        for (String list : List.of("members", "memberOrganisations", "observers", "observerOrganisations")) {
            for (JsonNode party : facts.path(list)) {
                String id = party.path("id").asString();
                String name = party.path("name").asString();
                names.put(id + ".head", name + ", head of delegation" + MARK);
                names.put(id + ".focal", name + ", focal point" + MARK);
            }
        }
        return java.util.Collections.unmodifiableMap(names);
    }
}
