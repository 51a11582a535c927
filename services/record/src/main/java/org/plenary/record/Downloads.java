package org.plenary.record;

import java.util.Map;
import java.util.Optional;
import org.plenary.tlog.ProofBundle.FileClaim;
import tools.jackson.databind.JsonNode;

/**
 * Which events seal bytes that a reader can download: the event's {@code hash} is the SHA-256 of exactly these, and
 * their owner gives them out.
 */
final class Downloads {
    private static final String HASH = "/data/hash";

    /**
     * A document that an event seals.
     *
     * @param claim its name, its SHA-256 and where that stands
     * @param service who gives it out
     * @param path under which
     */
    record Sealed(FileClaim claim, String service, String path) {}

    private record Kind(String service, String collection, String extension) {}

    private static final Map<String, Kind> KINDS = Map.of(
            "org.plenary.outcomes.DocumentPublished.v1", new Kind("outcomes", "documents", ".json"),
            "org.plenary.agenda.AgendaCirculated.v1", new Kind("agenda", "agendas", ".txt"),
            "org.plenary.agenda.AgendaAdopted.v1", new Kind("agenda", "agendas", ".txt"));

    private Downloads() {}

    /** Whether events of this type seal anything. */
    static boolean seals(String type) {
        return KINDS.containsKey(type);
    }

    /** What the event seals, if anything; {@code rest} is its opening. */
    static Optional<Sealed> of(String type, String stream, JsonNode rest) {
        Kind kind = KINDS.get(type);
        String hash = rest.at(HASH).asString("");
        if (kind == null || !hash.matches("[0-9a-f]{64}")) {
            return Optional.empty();
        }
        String symbol = rest.at("/data/symbol").asString(stream);
        int edition = rest.at("/data/edition").asInt(0);
        String name = symbol.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^[.-]+", "")
                + (edition == 0 ? "" : "-edition-" + edition)
                + kind.extension();
        return Optional.of(new Sealed(
                new FileClaim(name, hash, HASH),
                kind.service(),
                "/api/" + kind.service() + "/" + kind.collection() + "/" + stream + "/text"));
    }
}
