package org.plenary.infra.journey;

import java.util.ArrayList;
import java.util.List;
import org.plenary.infra.local.PublicApi;
import tools.jackson.databind.JsonNode;

/** Every POST of every service, as the services themselves serve their contracts. */
final class Operations {
    static final List<String> SERVICES = List.of("membership", "meeting", "agenda", "outcomes", "circulation");

    /** One POST; required are the required fields of its body. */
    record Operation(String id, String path, boolean ifMatch, int bodyBytesMax, List<String> required) {
        boolean matches(String concrete) {
            return concrete.matches(path.replace("{id}", "[^/]+"));
        }
    }

    private final List<Operation> all = new ArrayList<>();

    Operations(PublicApi api) {
        for (String service : SERVICES) {
            JsonNode document =
                    api.get(null, "/api/" + service + "/openapi.json").json();
            document.path("paths").properties().forEach(p -> {
                JsonNode post = p.getValue().path("post");
                // a file is kept by another kind of request; CredentialsScene and membership's FilesTest send those
                boolean json = post.path("requestBody").path("content").has("application/json");
                if (post.has("operationId") && json) {
                    all.add(operation(document, p.getKey(), post));
                }
            });
        }
    }

    private static Operation operation(JsonNode document, String path, JsonNode post) {
        String id = post.path("operationId").asString();
        List<String> required = new ArrayList<>();
        document.path("components").path("schemas").path(id).path("required").forEach(r -> required.add(r.asString()));
        return new Operation(
                id,
                path,
                post.path("parameters").toString().contains("/IfMatch"),
                post.path("x-body-bytes-max").asInt(64 * 1024),
                required);
    }

    List<Operation> all() {
        return all;
    }

    Operation of(String concrete) {
        return all.stream().filter(o -> o.matches(concrete)).findFirst().orElseThrow();
    }
}
