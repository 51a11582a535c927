package org.plenary.infra.faults;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.plenary.infra.local.OnePart;
import org.plenary.infra.local.PublicApi;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** All parts of an instance, each in a process of its own, store and broker behind proxies. Loopback only. */
final class Cluster implements AutoCloseable {
    static final List<String> SERVICES =
            List.of("membership", "meeting", "agenda", "outcomes", "circulation", "record");
    /** The part with the three witnesses. */
    private static final String WITNESS = "witness";

    private static final List<String> PORTS = List.of(
            "store",
            "store.seen",
            "broker",
            "broker.seen",
            "controller",
            "signin",
            "smtp",
            "imap",
            WITNESS,
            "portal",
            "membership",
            "meeting",
            "agenda",
            "outcomes",
            "circulation",
            "record");
    private static final Duration UP_WITHIN = Duration.ofSeconds(120);

    private final Path data;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final int instances;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final Map<String, Proxy> fronts = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> ready = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Proxy store;
    private final Proxy broker;

    /**
     * Makes the folder's ports, and starts nothing but the proxies.
     *
     * @param instances of each service; where there are several, a proxy goes before them
     */
    Cluster(Path data, int instances) throws IOException {
        this.data = data;
        this.instances = instances;
        Files.createDirectories(data.resolve("logs"));
        List<ServerSocket> probes = new ArrayList<>();
        List<String> names = new ArrayList<>(PORTS);
        SERVICES.stream().filter(s -> instances > 1).forEach(s -> names.addAll(processes(s)));
        for (String name : names) {
            ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            probes.add(probe);
            ports.put(name, probe.getLocalPort());
        }
        for (ServerSocket probe : probes) {
            probe.close();
        }
        Properties p = new Properties();
        ports.forEach((name, port) -> p.setProperty(name, Integer.toString(port)));
        try (var out = Files.newBufferedWriter(data.resolve("ports.properties"))) {
            p.store(out, null);
        }
        store = new Proxy(port("store.seen"), port("store"));
        broker = new Proxy(port("broker.seen"), port("broker"));
        if (instances > 1) {
            for (String service : SERVICES) {
                fronts.put(service, new Proxy(port(service)));
                ready.put(service, ConcurrentHashMap.newKeySet());
            }
        }
    }

    /** The names of a part's processes: {@code meeting}, or {@code meeting.1} and {@code meeting.2}. */
    List<String> processes(String part) {
        return instances == 1 || !SERVICES.contains(part)
                ? List.of(part)
                : IntStream.rangeClosed(1, instances)
                        .mapToObj(i -> part + "." + i)
                        .toList();
    }

    /** What can be ended alone: the services, the pages and the witnesses. */
    List<String> killed() {
        List<String> all = new ArrayList<>();
        SERVICES.forEach(s -> all.addAll(processes(s)));
        all.add("portal");
        all.add(WITNESS);
        return all;
    }

    int instances() {
        return instances;
    }

    private static String service(String process) {
        int dot = process.indexOf('.');
        return dot < 0 ? process : process.substring(0, dot);
    }

    /** Whether new requests go to this process, where several share them. */
    private void inTurn(String process, boolean in) {
        Proxy front = fronts.get(service(process));
        Set<Integer> all = ready.get(service(process));
        if (front != null && all != null && (in ? all.add(port(process)) : all.remove(port(process)))) {
            front.targets(List.copyOf(all));
        }
    }

    /** Takes the process out of turn and asks it to end, as a deployment does; returns when it has. */
    void end(String process) {
        inTurn(process, false);
        Process running = Objects.requireNonNull(processes.get(process), process);
        running.destroy();
        running.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    int port(String part) {
        return Objects.requireNonNull(ports.get(part), part);
    }

    Proxy store() {
        return store;
    }

    Proxy broker() {
        return broker;
    }

    Path data() {
        return data;
    }

    /** The store and broker, the witnesses, whose keys the record is told, then everything else, two at a time. */
    void startAll() throws IOException {
        start("store");
        start("broker");
        start(WITNESS);
        await("the broker", () -> listens("broker"));
        await("the witnesses", () -> up(WITNESS));
        for (List<String> pair : List.of(
                List.of("membership", "signin"),
                List.of("meeting", "agenda"),
                List.of("outcomes", "record"),
                List.of("circulation", "portal"))) {
            for (int i = 0; i < instances; i++) {
                int nth = i;
                List<String> now = pair.stream()
                        .map(this::processes)
                        .filter(all -> nth < all.size())
                        .map(all -> all.get(nth))
                        .toList();
                for (String process : now) {
                    start(process);
                }
                now.forEach(process -> await(process, () -> up(process)));
            }
        }
    }

    /** Starts a part's process. */
    void start(String part) throws IOException {
        start(part, List.of());
    }

    /** Starts a part's process that can make no file longer than this. */
    void startLimited(String part, long bytes) throws IOException {
        String limited = "ulimit -f " + bytes / 512 + "; exec \"$@\"";
        start(part, List.of("/bin/sh", "-c", limited, "sh"));
    }

    /** Starts a service's process as an operator does who has it put back from Kafka what its store lacks. */
    void startRestoring(String service) throws IOException {
        start(service, List.of("/usr/bin/env", "PLENARY_RESTORE=from-kafka"));
    }

    private void start(String part, List<String> before) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OnePart.class.getName(), part));
        command.add(data.toString());
        File log = data.resolve("logs").resolve(part + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        processes.put(part, process);
    }

    /** Ends a part's process at once, as kill -9 does, and returns when it is gone. */
    void kill(String part) {
        Process process = Objects.requireNonNull(processes.get(part), part);
        inTurn(part, false);
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Every part at once. */
    void killAll() {
        processes.values().forEach(Process::destroyForcibly);
        processes
                .values()
                .forEach(p -> p.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }

    /** Sends a signal, such as STOP or CONT. */
    void signal(String part, String name) throws IOException {
        long pid = Objects.requireNonNull(processes.get(part), part).pid();
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean running(String part) {
        return Objects.requireNonNull(processes.get(part), part).isAlive();
    }

    /** Whether the part answers and takes commands. */
    boolean up(String part) {
        if (part.equals("store") || part.equals("broker")) {
            return listens(part);
        }
        String path = switch (part) {
            case "signin" -> "/idp/oauth2/jwks";
            case "portal" -> "/about";
            case WITNESS -> "/record/witness/third/vkey";
            default -> "/actuator/health";
        };
        try {
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(part) + path))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            boolean up = http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
            if (up) {
                inTurn(part, true);
            }
            return up;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether everything the service accepted is in Kafka and its views: one of its instances leads, and says so. */
    boolean published(String service) {
        return processes(service).stream().anyMatch(this::leadsAndIsDone);
    }

    private boolean leadsAndIsDone(String service) {
        JsonNode kernel = kernel(service);
        return kernel.path("relayLeading").asBoolean()
                && kernel.path("relayWaiting").asLong() == 0;
    }

    /** Why the service takes no command now; empty where it does, or does not answer. */
    String waitsFor(String service) {
        return kernel(service).path("waitsFor").asString("");
    }

    /** What the service says of its kernel in its health answer; nothing where it does not answer. */
    private JsonNode kernel(String service) {
        try {
            HttpRequest ask = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port(service) + "/actuator/health"))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            return Json.tree(
                            http.send(ask, HttpResponse.BodyHandlers.ofString()).body())
                    .path("components")
                    .path("kernel")
                    .path("details");
        } catch (IOException e) {
            return Json.tree("{}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Json.tree("{}");
        }
    }

    /** What a part's process has logged since the folder was made. */
    String log(String part) {
        try {
            return Files.readString(data.resolve("logs").resolve(part + ".log"));
        } catch (IOException e) {
            return "";
        }
    }

    boolean allUp() {
        return up("store") && up("broker") && up("signin") && killed().stream().allMatch(this::up);
    }

    /** Whether its port is open. */
    boolean listens(String part) {
        try (var probe = new java.net.Socket(InetAddress.getLoopbackAddress(), port(part))) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** A condition that should soon hold. */
    interface Condition {
        boolean holds();
    }

    /** Waits for it, and returns how long that took. */
    static Duration await(String what, Condition condition) {
        long began = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - began > UP_WITHIN.toNanos()) {
                throw new IllegalStateException(what + " is not there after " + UP_WITHIN.toSeconds() + " s");
            }
            LockSupport.parkNanos(50_000_000);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    PublicApi api() throws IOException {
        return new PublicApi(
                "http://localhost:" + port("portal"),
                "http://127.0.0.1:" + port("signin"),
                Files.readString(data.resolve("token-secret")).strip());
    }

    /** Asks a service's own port with the services' credentials. */
    String internal(String method, String service, String path) throws IOException {
        try {
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(service) + path))
                    .timeout(Duration.ofMinutes(3))
                    .header("Authorization", "Bearer " + serviceToken())
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = http.send(ask, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(service + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private String serviceToken() throws IOException, InterruptedException {
        String secret = Files.readString(data.resolve("service-secret")).strip();
        String basic = java.util.Base64.getEncoder()
                .encodeToString(("service:" + secret).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("signin") + "/idp/oauth2/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=internal"))
                .build();
        return Json.tree(http.send(ask, HttpResponse.BodyHandlers.ofString()).body())
                .path("access_token")
                .asString();
    }

    @Override
    public void close() throws IOException {
        killAll();
        store.close();
        broker.close();
        for (Proxy front : fronts.values()) {
            front.close();
        }
    }
}
