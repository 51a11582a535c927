package org.plenary.membership.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The register as the lines that an import takes: what is exported and imported again changes nothing. */
public final class RegisterExport {
    private RegisterExport() {}

    /** One line a party and language, with what is in force at the instant; who is no party then is not there. */
    public static List<Map<String, String>> lines(List<Party> parties, Instant at) {
        List<Map<String, String>> lines = new ArrayList<>();
        for (Party p : parties) {
            p.classAt(at).ifPresent(type -> {
                for (String language : p.languages()) {
                    p.nameAt(language, at).ifPresent(name -> {
                        Map<String, String> line = new LinkedHashMap<>();
                        line.put("party", p.party());
                        line.put("partyClass", type.name());
                        line.put("name", name);
                        line.put("zone", p.zone());
                        line.put("language", language);
                        lines.add(line);
                    });
                }
            });
        }
        return lines;
    }
}
