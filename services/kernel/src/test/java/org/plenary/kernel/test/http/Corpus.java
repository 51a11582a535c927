package org.plenary.kernel.test.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** The golden corpus of {@code contracts/events}: histories of every kind of stream. */
final class Corpus {
    private static final Pattern UNIT = Pattern.compile("\"(?:unit|party)\" ?: ?\"([a-z0-9-]{1,40})\"");

    /** A stream as it was told, from its first event. */
    record History(String file, List<Envelope> events) {
        String service() {
            return events.getFirst().service();
        }

        String aggregate() {
            return events.getFirst().aggregate();
        }
    }

    private Corpus() {}

    /** All histories, by file name. */
    static List<History> histories() {
        List<History> all = new ArrayList<>();
        files().forEach((name, text) -> {
            if (name.contains("/histories/")) {
                List<Envelope> events = new ArrayList<>();
                Json.tree(text)
                        .path("events")
                        .forEach((JsonNode e) -> events.add(Json.MAPPER.treeToValue(e, Envelope.class)));
                all.add(new History(name, events));
            }
        });
        return all;
    }

    /** Every unit that a text of events or of contracts names. */
    static List<String> units(String text) {
        List<String> units = new ArrayList<>();
        Matcher m = UNIT.matcher(text.replace("\\\"", "\""));
        while (m.find()) {
            units.add(m.group(1));
        }
        return units;
    }

    /** The files of the folder, by path. */
    static Map<String, String> files() {
        try {
            URI uri = Objects.requireNonNull(Corpus.class.getResource("/contracts/events"))
                    .toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    return files(jar.getPath("/contracts/events"));
                }
            }
            return files(Path.of(uri));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(p -> p.toString().endsWith(".json")).toList()) {
                found.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return found;
    }
}
