package org.plenary.kernel.test.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.test.http.AccessMatrix.Case;
import org.plenary.kernel.test.http.AccessMatrix.Verdict;
import tools.jackson.databind.JsonNode;

/** Requests made from the contract: as it wants them, damaged, and hostile. The same seed makes the same request. */
final class Requests {
    private static final int DAMAGED_TWICE_OF = 3;

    private final Setting setting;
    private final AccessMatrix matrix;
    private final List<Operation> operations;
    private final Map<String, List<Case>> allowed = new TreeMap<>();

    Requests(Setting setting, AccessMatrix matrix, Policy policy) {
        this.setting = setting;
        this.matrix = matrix;
        this.operations = setting.contract().operations();
        matrix.cases()
                .forEach((operation, cases) -> allowed.put(
                        operation,
                        cases.stream()
                                .filter(c -> matrix.verdict(policy, c) == Verdict.ALLOW)
                                .toList()));
    }

    /** The n-th request of a seed. */
    Draft make(long seed, int n) {
        // seeds that follow on each other would draw the same operation again and again
        Random random = new Random(new SplittableRandom(seed * 1_000_003 + n).nextLong());
        Operation o = operations.get(random.nextInt(operations.size()));
        List<Case> may = allowed.getOrDefault(o.id(), List.of());
        List<Case> all = matrix.cases().getOrDefault(o.id(), List.of());
        List<Case> some = may.isEmpty() || random.nextInt(5) == 0 ? all : may;
        Case c = some.get(random.nextInt(some.size()));
        Samples samples = new Samples(setting, random);
        JsonNode body = body(o, c, samples, random);
        Draft draft = right(o, c, samples, body, "fuzz-" + seed + "-" + n, random);
        int kind = random.nextInt(10);
        if (kind >= 3) {
            damage(draft, body, kind >= 8, random);
        }
        return draft;
    }

    private static JsonNode body(Operation o, Case c, Samples samples, Random random) {
        if (c.situation().asked().body().isEmpty()
                || !c.situation().asked().contentType().equals("application/json")) {
            return Json.MAPPER.createObjectNode();
        }
        JsonNode example = Json.tree(c.situation().asked().body());
        return random.nextBoolean()
                ? example
                : samples.of(Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + o.id()));
    }

    private Draft right(Operation o, Case c, Samples samples, JsonNode body, String key, Random random) {
        boolean post = o.method().equals("POST");
        Thing thing = c.situation().thing();
        String id = thing == null ? c.situation().id() : post ? setting.fresh(thing) : setting.standing(thing);
        String path = o.path().replace("{id}", id);
        path = path.replaceAll("\\{[a-z]+\\}", Integer.toString(random.nextInt(3)));
        boolean json = c.situation().asked().contentType().equals("application/json");
        byte[] bytes =
                (!post ? "" : json ? body.toString() : c.situation().asked().body()).getBytes(StandardCharsets.UTF_8);
        Draft draft = new Draft(o, path, query(o, c, samples, random), bytes);
        draft.headers.put("Host", "127.0.0.1:" + setting.running().port());
        String subject = c.person().subject();
        if (subject != null) {
            draft.headers.put("Authorization", "Bearer " + setting.running().bearer(subject));
        }
        if (post) {
            draft.headers.put("Content-Type", c.situation().asked().contentType());
            draft.headers.put("Idempotency-Key", key);
        }
        draft.headers.putAll(c.situation().asked().headers());
        if (o.ifMatch()) {
            draft.headers.put("If-Match", "\"" + (thing == null ? 0 : thing.version()) + "\"");
        }
        return draft;
    }

    private String query(Operation o, Case c, Samples samples, Random random) {
        List<String> parts = new ArrayList<>();
        JsonNode parameters = setting.contract()
                .document()
                .path("paths")
                .path(o.path())
                .path(o.method().equals("POST") ? "post" : "get")
                .path("parameters");
        for (JsonNode given : parameters) {
            JsonNode p = samples.resolved(given);
            String name = p.path("name").asString();
            // One that waits for a version that never comes would only cost time.
            boolean sent = p.path("in").asString("").equals("query")
                    && !name.equals("atLeast")
                    && (p.path("required").asBoolean(false) || random.nextInt(3) == 0);
            if (sent) {
                String value = name.equals("forum")
                        ? matrix.forum(o, c.situation())
                        : samples.of(p.path("schema")).asString();
                parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return String.join("&", parts);
    }

    private void damage(Draft draft, JsonNode body, boolean hostile, Random random) {
        int times = random.nextInt(DAMAGED_TWICE_OF) == 0 ? 2 : 1;
        for (int i = 0; i < times; i++) {
            if (draft.body.length > 0 && random.nextInt(2) == 0) {
                draft.body = BodyFaults.damaged(body, random);
            } else if (hostile && random.nextInt(3) == 0) {
                RequestFaults.token(draft, setting.running().tokens(), random);
            } else {
                RequestFaults.damage(draft, random);
            }
        }
    }
}
