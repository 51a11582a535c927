package org.plenary.infra.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.local.PublicApi;
import org.plenary.infra.local.PublicApi.Answer;

/**
 * Tells the story as a careless sender would: before each act the same key with input that breaks a rule, or with a
 * version that does not stand; after it the same request again, and the same key with another one.
 */
final class InsistingStage extends Stage {
    private static final String NO_SUCH_VERSION = "999999";
    private final Operations operations;
    private final Set<String> walked = new TreeSet<>();

    InsistingStage(PublicApi api, Operations operations) {
        super(api, true);
        this.operations = operations;
    }

    /** The operations that were walked. */
    Set<String> walked() {
        return walked;
    }

    @Override
    void before(String user, String path, Map<String, ?> body, String key, @Nullable String ifMatch) {
        Operations.Operation o = operations.of(path);
        for (String field : o.required()) {
            Map<String, Object> without = new LinkedHashMap<>(body);
            without.remove(field);
            names(posted(user, path, without, key, ifMatch), o, "/" + field, "required");
        }
        for (String field : body.keySet()) {
            Map<String, Object> wrong = new LinkedHashMap<>(body);
            wrong.put(field, Map.of("neither", Map.of("this", "nor that")));
            Answer answer = posted(user, path, wrong, key, ifMatch);
            assertThat(answer.status()).as(o.id() + " " + field).isEqualTo(400);
            assertThat(answer.json().path("errors").toString()).as(o.id()).contains("/" + field);
        }
        Map<String, Object> more = new LinkedHashMap<>(body);
        more.put("noSuchField", 1);
        names(posted(user, path, more, key, ifMatch), o, "/noSuchField", "additionalProperties");
        if (o.id().equals(path) || path.contains("-")) {
            assertThat(posted(user, path, body, key, NO_SUCH_VERSION).status())
                    .as(o.id() + " with a version that does not stand")
                    .isEqualTo(412);
        }
        if (o.ifMatch()) {
            assertThat(posted(user, path, body, key, null).status()).as(o.id()).isEqualTo(428);
        }
    }

    private static void names(Answer answer, Operations.Operation o, String pointer, String rule) {
        assertThat(answer.status()).as(o.id() + " " + pointer).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-input");
        assertThat(answer.json().path("errors").toString())
                .as(o.id())
                .contains("\"pointer\":\"" + pointer + "\"")
                .contains(rule);
    }

    /** Had anything of the refused requests been stored under this key, the good one would have been refused. */
    @Override
    void after(String user, String path, Map<String, ?> body, String key, @Nullable String ifMatch, Answer answer) {
        Operations.Operation o = operations.of(path);
        Answer again = posted(user, path, body, key, ifMatch);
        assertThat(again).as(o.id() + " sent twice").isEqualTo(answer);
        if (answer.json().path("events").isEmpty()) {
            return; // there was nothing to do, so nothing holds the key
        }
        Answer other = posted(user, path, body, key, NO_SUCH_VERSION);
        assertThat(other.problem()).as(o.id() + " with a key that was used").isEqualTo("key-reused");
        assertThat(other.status()).isEqualTo(422);
        walked.add(o.id());
    }
}
