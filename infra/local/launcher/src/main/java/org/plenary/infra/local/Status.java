package org.plenary.infra.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.plenary.kernel.json.Json;
import org.plenary.tlog.Hashing;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code ./plenary status}: whether it is ready, what each service's kernel says of itself, the log's size, and the witnesses'. */
@Command(name = "status", description = "Says whether it is ready, part by part.")
final class Status implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @CommandLine.Mixin
    Plenary.Where where = new Plenary.Where();

    @Option(names = "--json", description = "for programs")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> shown = new LinkedHashMap<>();
        boolean ready = Plenary.ready(where.data);
        shown.put("ready", ready);
        DataDirectory directory = new DataDirectory(where.data);
        if (directory.running() && directory.instance().isPresent()) {
            ready &= collect(shown);
            shown.put("ready", ready);
        }
        if (json) {
            System.out.println(Json.write(shown));
        } else {
            shown.forEach((k, v) -> System.out.printf("%-16s %s%n", k, v));
        }
        return ready ? 0 : 1;
    }

    private boolean collect(Map<String, Object> shown) throws InterruptedException {
        DataDirectory directory = new DataDirectory(where.data);
        Properties p = directory.instance().orElseThrow();
        PublicApi api = Plenary.api(where.data);
        shown.put("address", api.base());
        if (HeldMark.stands(directory)) {
            shown.put("held", HeldMark.told(where.data));
        }
        boolean up = true;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String service : Instance.SERVICES) {
                Map<String, Object> part = part(http, p.getProperty("port." + service));
                shown.put(service, part);
                up &= "UP".equals(part.get("status")) && !part.containsKey("waitsFor");
            }
        }
        PublicApi.Answer home = api.get(null, "/");
        shown.put("portal", Map.of("status", home.ok() ? "UP" : "DOWN"));
        PublicApi.Answer log = api.get(null, "/api/record/log");
        String prefix = log.ok() ? log.json().path("prefix").asString("/record/") : "/record/";
        PublicApi.Answer checkpoint = api.get(null, prefix + "checkpoint");
        shown.put("checkpointSize", checkpoint.ok() ? size(checkpoint) : 0);
        up &= witnesses(api, checkpoint, shown);
        shown.put("storeBytes", bytes(directory.path("store")));
        return up && home.ok();
    }

    /** What each witness holds of the log, and what they are worth here. */
    private static boolean witnesses(PublicApi api, PublicApi.Answer checkpoint, Map<String, Object> shown) {
        Map<String, Object> witnesses = new LinkedHashMap<>();
        boolean up = true;
        String origin = checkpoint.body().lines().findFirst().orElse("");
        String hash = HexFormat.of().formatHex(Hashing.sha256(origin.getBytes(StandardCharsets.UTF_8)));
        for (String name : Witnesses.NAMES) {
            boolean answers = api.get(null, Witnesses.prefix(name) + "/vkey").ok();
            PublicApi.Answer held = api.get(null, Witnesses.prefix(name) + "/" + hash + "/checkpoint");
            witnesses.put(name, Map.of("status", answers ? "UP" : "DOWN", "cosignedSize", held.ok() ? size(held) : 0));
            up &= answers;
        }
        witnesses.put("note", Witnesses.BESIDE_THE_LOG);
        shown.put("witnesses", witnesses);
        return up;
    }

    private static long size(PublicApi.Answer checkpoint) {
        return Long.parseLong(checkpoint.body().split("\n")[1]);
    }

    private static Map<String, Object> part(HttpClient http, String port) throws InterruptedException {
        Map<String, Object> part = new LinkedHashMap<>();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                    .timeout(PATIENCE)
                    .build();
            JsonNode health = Json.tree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            JsonNode kernel = health.path("components").path("kernel").path("details");
            part.put("status", health.path("status").asString("DOWN"));
            part.put("relayLag", kernel.path("relayWaiting").asLong());
            part.put("parkedStreams", kernel.path("parkedStreams").asLong());
            part.put("authorityAsOf", kernel.path("authorityAsOf").asString(""));
            if (kernel.path("authorityStale").asBoolean()) {
                part.put("waitsFor", "membership's heartbeat, which says that all roles are known");
            }
            part.put("clockSkewMillis", kernel.path("clockSkewMillis").asLong());
            if (kernel.has("waitsFor")) {
                part.put("waitsFor", kernel.path("waitsFor").asString());
            }
        } catch (IOException e) {
            part.put("status", "DOWN");
        }
        return part;
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
