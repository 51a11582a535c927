package org.plenary.kernel.http;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.json.Json;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The routes of a service, made from its contract: a POST goes to the command that its operationId names, a GET of
 * {@code <collection>/{id}} to the aggregate, a GET of {@code <collection>} to the view of that name. An operation whose
 * contract says {@code x-controller: own} has a controller of the service's.
 */
public final class ServiceRoutes {
    private ServiceRoutes() {}

    /**
     * Makes them, or refuses to start where contract, commands and policy do not agree: an operation without a row in
     * the policy table is a defect of the build, not of a request.
     */
    public static RouterFunction<ServerResponse> of(
            String service,
            Contract contract,
            List<Aggregate<?, ?, ?, ?>> aggregates,
            CommandController commands,
            ReadController reads,
            Policy policy) {
        agree(contract, commands, policy);
        Map<String, Aggregate<?, ?, ?, ?>> byCollection =
                aggregates.stream().collect(Collectors.toMap(Aggregate::collection, a -> a));
        RouterFunctions.Builder routes = RouterFunctions.route();
        String openapi = Json.write(contract.document());
        routes.GET(
                "/api/" + service + "/openapi.json",
                r -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).body(openapi));
        for (Operation o : contract.operations()) {
            if (own(contract, o)) {
                continue;
            }
            if (o.method().equals("POST")) {
                routes.POST(o.path(), r -> commands.handle(o, r));
            } else if (o.path().endsWith("/{id}")) {
                Aggregate<?, ?, ?, ?> a =
                        java.util.Objects.requireNonNull(byCollection.get(segment(o.path(), 4)), o.path());
                routes.GET(o.path(), r -> reads.one(o, a, r));
            } else {
                routes.GET(o.path(), r -> reads.page(o, segment(o.path(), 4), r));
            }
        }
        return routes.build();
    }

    private static boolean own(Contract contract, Operation o) {
        return contract.document()
                .path("paths")
                .path(o.path())
                .path(o.method().toLowerCase(java.util.Locale.ROOT))
                .path("x-controller")
                .asString("")
                .equals("own");
    }

    private static String segment(String path, int n) {
        return path.split("/")[n - 1];
    }

    private static void agree(Contract contract, CommandController commands, Policy policy) {
        TreeSet<String> posts = new TreeSet<>();
        TreeSet<String> all = new TreeSet<>();
        for (Operation o : contract.operations()) {
            all.add(o.id());
            if (o.method().equals("POST") && !own(contract, o)) {
                posts.add(o.id());
            }
        }
        if (!posts.equals(new TreeSet<>(commands.operations()))) {
            throw new IllegalStateException(
                    "contract and commands differ: " + posts + " and " + new TreeSet<>(commands.operations()));
        }
        if (!all.equals(new TreeSet<>(policy.operations()))) {
            throw new IllegalStateException(
                    "contract and policy table differ: " + all + " and " + new TreeSet<>(policy.operations()));
        }
    }
}
