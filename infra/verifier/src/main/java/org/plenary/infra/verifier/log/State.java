package org.plenary.infra.verifier.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.OriginLeaf;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a log from run to run: the keys, the latest checkpoint that counted, and how many of its entries
 * were looked at, with the last version of each stream. A checkpoint is kept as soon as it counts, so that it is never
 * forgotten that it was seen, even where what it covers then turns out damaged.
 */
final class State implements AutoCloseable {
    private static final String SCHEMA = "plenary-verifier-state-v2";
    /** Its table of versions did not say with which ones the streams begin. */
    private static final String SCHEMA_BEFORE = "plenary-verifier-state-v1";

    static final String FILE = "state.json";
    private static final String VERSIONS = "versions-";
    private static final String ORIGIN = "origin";
    private static final String ENDED = "ended";
    private static final int HASH_DIGITS = 16;
    private static final Pattern TABLE = Pattern.compile("(versions-[0-9]+(-[0-9a-f]+)?|ended-[0-9a-f]+)");

    private final Optional<Path> dir;
    private final @Nullable FileChannel lock;
    private Optional<Keys> keys = Optional.empty();
    private Optional<Head> head = Optional.empty();
    private long verified;
    private StreamVersions versions = new StreamVersions();
    private Optional<OriginLeaf> origin = Optional.empty();
    private Optional<StreamVersions> ended = Optional.empty();

    /** What is kept in the folder, or nothing, for this run alone. */
    State(Optional<Path> dir) {
        this.dir = dir;
        this.lock = dir.map(State::locked).orElse(null);
        try {
            dir.map(d -> d.resolve(FILE)).filter(Files::exists).ifPresent(this::load);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static FileChannel locked(Path dir) {
        try {
            Files.createDirectories(dir);
            FileChannel channel =
                    FileChannel.open(dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (held(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the state directory " + dir + " cannot be used", e);
        }
        throw new NotVerified(Fault.STATE_IN_USE, "this run alone in " + dir, "another one");
    }

    private static boolean held(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void load(Path file) {
        try {
            JsonNode state = checked(file, Files.readString(file));
            String schema = state.path("schema").asString("");
            if (!schema.equals(SCHEMA) && !schema.equals(SCHEMA_BEFORE)) {
                throw damaged(file, "another schema");
            }
            byte[] policy = state.path("policy").asString("").getBytes(StandardCharsets.UTF_8);
            Keys kept = Keys.parse(policy, Keys.Source.KEPT);
            keys = Optional.of(kept);
            head = Optional.of(Head.kept(state.path("checkpoint").asString("")));
            verified = state.path("verified").asLong(-1);
            if (verified < 0 || verified > head.get().checkpoint().size()) {
                throw damaged(file, "a number of entries that cannot be");
            }
            boolean now = schema.equals(SCHEMA);
            String hash = state.path("versions").asString("");
            versions =
                    table(file.resolveSibling(now ? name(VERSIONS + verified, hash) : VERSIONS + verified), hash, now);
            if (state.has(ENDED)) {
                String old = state.path(ENDED).asString("");
                ended = Optional.of(table(file.resolveSibling(name(ENDED, old)), old, true));
            }
            OriginLeaf.parse(state.path(ORIGIN).asString("").getBytes(StandardCharsets.UTF_8))
                    .ifPresent(this::begins);
            if (schema.equals(SCHEMA_BEFORE) && origin.isPresent()) {
                lookAgain();
            }
        } catch (IOException e) {
            throw damaged(file, e.getClass().getSimpleName() + " " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()));
        } catch (NotVerified e) {
            throw e.fault() == Fault.STATE_DAMAGED ? e : damaged(file, e.fault().title());
        }
    }

    private static StreamVersions table(Path file, String hash, boolean saysStarts) throws IOException {
        byte[] table = Files.readAllBytes(file);
        if (!hash(table).equals(hash)) {
            throw damaged(file, "other bytes");
        }
        return StreamVersions.read(new DataInputStream(new ByteArrayInputStream(table)), saysStarts);
    }

    /** The second line is the hash of the first: it tells a damaged file from a whole one, and not who wrote it. */
    private static JsonNode checked(Path file, String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 3 || !lines[1].equals(hash(lines[0].getBytes(StandardCharsets.UTF_8)))) {
            throw damaged(file, "other bytes");
        }
        return Json.read(lines[0]).orElseThrow(() -> damaged(file, "text that is no JSON"));
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Hashing.sha256(bytes));
    }

    private static NotVerified damaged(Path file, String found) {
        return new NotVerified(Fault.STATE_DAMAGED, "what an earlier run wrote to " + file, found);
    }

    Optional<Keys> keys() {
        return keys;
    }

    /** The latest checkpoint that counted. */
    Optional<Head> head() {
        return head;
    }

    /** Entries looked at, from the first. */
    long verified() {
        return verified;
    }

    StreamVersions versions() {
        return versions;
    }

    /** What the first entry says, where the log continues another and that entry was looked at. */
    Optional<OriginLeaf> origin() {
        return origin;
    }

    /** The versions of the log that this one continues, where an earlier run compared the two. */
    Optional<StreamVersions> ended() {
        return ended;
    }

    /** Keeps the versions of the log that this one continues, so that each later run compares what goes on here. */
    void keepEnded(StreamVersions old) {
        ended = Optional.of(old);
        save(keys.orElseThrow(), head.orElseThrow(), verified);
    }

    /** Takes the first entry of a log that continues another: what came before a version may stand there. */
    void begins(OriginLeaf leaf) {
        origin = Optional.of(leaf);
        versions.beginAnywhere();
    }

    /** Forgets which entries were looked at, and not which checkpoint was seen. */
    void lookAgain() {
        verified = 0;
        versions = new StreamVersions();
        origin = Optional.empty();
    }

    /** Keeps the keys, a checkpoint that counts, and how much of it was looked at: all or nothing of it. */
    void save(Keys nowKeys, Head now, long looked) {
        keys = Optional.of(nowKeys);
        head = Optional.of(now);
        verified = looked;
        dir.ifPresent(d -> {
            try {
                Set<String> tables = new HashSet<>();
                String hash = write(d, VERSIONS + verified, versions, tables);
                ObjectNode state = Json.object()
                        .put("schema", SCHEMA)
                        .put("policy", nowKeys.text())
                        .put("checkpoint", now.note())
                        .put("verified", verified)
                        .put("versions", hash);
                if (ended.isPresent()) {
                    state.put(ENDED, write(d, ENDED, ended.get(), tables));
                }
                origin.ifPresent(leaf -> state.put(ORIGIN, new String(leaf.bytes(), StandardCharsets.UTF_8)));
                String line = Json.write(state);
                String text = line + "\n" + hash(line.getBytes(StandardCharsets.UTF_8)) + "\n";
                Mirror.write(d.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
                sweep(d, tables);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write to the state directory " + d, e);
            }
        });
    }

    /** The name says the bytes, so that what an earlier state names stands until another state is there. */
    private static String name(String prefix, String hash) {
        return prefix + "-" + hash.substring(0, Math.min(HASH_DIGITS, hash.length()));
    }

    private static String write(Path d, String prefix, StreamVersions versions, Set<String> tables) throws IOException {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        versions.write(new DataOutputStream(table));
        String hash = hash(table.toByteArray());
        Path file = d.resolve(name(prefix, hash));
        if (Files.notExists(file)) {
            Mirror.write(file, table.toByteArray());
        }
        tables.add(file.getFileName().toString());
        return hash;
    }

    private static void sweep(Path d, Set<String> tables) throws IOException {
        try (Stream<Path> files = Files.list(d)) {
            for (Path old : files.filter(
                            f -> TABLE.matcher(f.getFileName().toString()).matches())
                    .toList()) {
                if (!tables.contains(old.getFileName().toString())) {
                    Files.delete(old);
                }
            }
        }
    }

    @Override
    public void close() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
