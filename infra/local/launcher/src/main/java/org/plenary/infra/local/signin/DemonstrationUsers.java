package org.plenary.infra.local.signin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** Who can sign in to the embedded default: a head and a focal point of every party, and the forum's own people. */
public final class DemonstrationUsers {
    private static final List<String> FORUM = List.of(
            "au.cochair", "id.cochair", "secretariat", "secretariat2", "assessor", "auditor", "operator");

    private DemonstrationUsers() {}

    /** The forum's facts as they ship. */
    public static JsonNode facts() {
        try (InputStream in = DemonstrationUsers.class.getResourceAsStream("/bali-process.json")) {
            return Json.tree(new String(
                    Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The subjects, the forum's own people first. */
    public static List<String> subjects() {
        List<String> all = new ArrayList<>(FORUM);
        JsonNode facts = facts();
        for (String list : List.of("members", "memberOrganisations", "observers", "observerOrganisations")) {
            for (JsonNode party : facts.path(list)) {
                all.add(party.path("id").asString() + ".head");
                all.add(party.path("id").asString() + ".focal");
            }
        }
        return List.copyOf(all);
    }
}
