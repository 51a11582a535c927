package org.plenary.infra.verifier.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.log.Entry;
import org.plenary.infra.verifier.log.Head;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.OriginLeaf;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TlogProof;
import org.plenary.tlog.WitnessPolicy;
import tools.jackson.databind.JsonNode;

/** The files of one export, each checked against the list of contents first. */
final class ExportContents {
    /** Files of an export at most: its events, and its documents with their proofs. */
    static final int FILES_MAX = 21_000;
    /** Bytes of one file at most. */
    static final int FILE_BYTES_MAX = 16 * 1024 * 1024;

    /** Characters of a path at most. */
    static final int PATH_MAX = 300;

    static final String MANIFEST = "manifest.json";

    private static final String SCHEMA = "plenary-export-v1";
    private static final String PROOF = ".proof.json";
    private static final String ORIGINS = "origins/";
    private static final String ELEMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";

    /** What an export has besides its manifest: nothing under another name, since no proof would speak of it. */
    private static final Pattern NAME = Pattern.compile("README\\.txt|checkpoint|policy|vkey|files/" + ELEMENT
            + "|events/" + ELEMENT + "/[1-9][0-9]{0,15}\\.proof\\.json|origins/[1-9][0-9]{0,5}\\.proof\\.json");

    private final ZipFile zip;
    private final JsonNode manifest;
    private final Map<String, JsonNode> lines = new LinkedHashMap<>();
    /** In which log, and where there. */
    private record Place(ExportLogs.Under log, long index) {}

    /** For each event that is in: its place. */
    private final Map<String, Place> places = new HashMap<>();

    private int opened;
    private int lost;
    private int documents;

    ExportContents(ZipFile zip) throws IOException {
        this.zip = zip;
        this.manifest = Json.read(text(MANIFEST)).orElseThrow(() -> damaged(MANIFEST, "text that is no JSON"));
        String schema = manifest.path("schema").asString("");
        if (!schema.equals(SCHEMA)) {
            throw damaged("the schema " + SCHEMA, schema.isEmpty() ? "none" : schema);
        }
        for (JsonNode line : manifest.path("files")) {
            String path = line.path("path").asString("");
            if (lines.put(path, line) != null) {
                throw damaged("each file once in " + MANIFEST, path + " twice");
            }
        }
        sameNames();
        for (Map.Entry<String, JsonNode> line : lines.entrySet()) {
            sameBytes(line.getKey(), line.getValue());
        }
    }

    private void sameNames() {
        if (zip.size() > FILES_MAX) {
            throw damaged("at most " + FILES_MAX + " files", zip.size() + "");
        }
        Set<String> there = new HashSet<>();
        for (ZipEntry entry : zip.stream().toList()) {
            if (!there.add(entry.getName())) {
                throw damaged("each file once", entry.getName() + " twice");
            }
        }
        there.remove(MANIFEST);
        there.stream().filter(name -> !isName(name)).findFirst().ifPresent(name -> {
            throw damaged("only files that an export has (contracts/record/export.md)", "also " + name);
        });
        Set<String> missing = new HashSet<>(lines.keySet());
        missing.removeAll(there);
        there.removeAll(lines.keySet());
        if (!missing.isEmpty() || !there.isEmpty()) {
            throw damaged(
                    "the files that " + MANIFEST + " lists", missing.isEmpty() ? "also " + there : "not " + missing);
        }
    }

    private static boolean isName(String path) {
        return path.length() <= PATH_MAX && NAME.matcher(path).matches();
    }

    private void sameBytes(String path, JsonNode line) throws IOException {
        byte[] bytes = bytes(path);
        String sha256 = HexFormat.of().formatHex(Hashing.sha256(bytes));
        if (line.path("size").asLong(-1) != bytes.length
                || !sha256.equals(line.path("sha256").asString(""))) {
            throw damaged(
                    path + " with " + line.path("size").asLong(-1) + " bytes and the SHA-256 "
                            + line.path("sha256").asString(""),
                    bytes.length + " bytes and " + sha256);
        }
    }

    byte[] bytes(String path) throws IOException {
        @Nullable ZipEntry entry = zip.getEntry(path);
        if (entry == null) {
            throw damaged("the file " + path, "none of this name");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw damaged("at most " + FILE_BYTES_MAX + " bytes in " + path, "more");
            }
            return bytes;
        }
    }

    private String text(String path) throws IOException {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    Head head(Keys by) throws IOException {
        Head head = Head.judge(bytes("checkpoint"), by);
        Checkpoint c = head.checkpoint();
        JsonNode log = manifest.path("log");
        String root = Base64.getEncoder().encodeToString(c.root());
        if (!log.path("origin").asString("").equals(c.origin())
                || log.path("size").asLong(-1) != c.size()
                || !log.path("root").asString("").equals(root)) {
            throw damaged("the signed checkpoint of " + c.origin() + " with " + head.words(), log.toString());
        }
        return head;
    }

    /** That the keys that are in are those that it was judged by, and its verifier key the one that signed. */
    void keys(Keys own, Keys by, Head head) throws IOException {
        if (!by.covers(own)) {
            throw new NotVerified(Fault.KEYS_CHANGED, "in the export the keys\n" + by.plain(), own.plain())
                    .at("policy");
        }
        SignedNote note = SignedNote.parse(head.note());
        String vkey = text("vkey");
        boolean signed = by.policy().logs().stream()
                .map(WitnessPolicy.Log::key)
                .filter(k -> k.name().equals(head.checkpoint().origin()) && note.signedBy(k))
                .anyMatch(k -> vkey.equals(k.vkey() + "\n"));
        if (!signed) {
            throw damaged("as vkey the key by which the log signed the checkpoint", vkey.strip());
        }
    }

    /** The first entries of logs, from the export's own back: each says from which checkpoint of another it goes on. */
    void beginnings(ExportLogs logs) throws IOException {
        Map<String, String> paths = new HashMap<>();
        for (String path : lines.keySet()) {
            if (path.startsWith(ORIGINS)) {
                String before = paths.put(beginning(path).origin(), path);
                if (before != null) {
                    throw damaged("the first entry of each log once", "those in " + before + " and " + path);
                }
            }
        }
        String path = paths.remove(logs.origin());
        while (path != null) {
            OriginLeaf leaf = beginning(path);
            try {
                ProofBundle bundle = Proven.bundle(text(path));
                TlogProof proof = Proven.proof(bundle.proof());
                ExportLogs.Under under = logs.of(bundle, proof);
                Proven.of(bundle, proof, under.head(), under.keys());
                logs.goesOn(leaf, under);
            } catch (NotVerified e) {
                throw e.at(path);
            }
            path = paths.remove(leaf.previous().origin());
        }
        if (!paths.isEmpty()) {
            throw damaged("only first entries of logs that lead here from the export's own", "also " + paths.values());
        }
    }

    private OriginLeaf beginning(String path) throws IOException {
        try {
            return OriginLeaf.parse(Proven.bundle(text(path)).leaf().getBytes(StandardCharsets.UTF_8))
                    .orElseThrow(() -> damaged("the first entry of a log that goes on from another", "another entry"));
        } catch (IllegalArgumentException e) {
            throw damaged("the first entry of a log that goes on from another", String.valueOf(e.getMessage()))
                    .at(path);
        } catch (NotVerified e) {
            throw e.at(path);
        }
    }

    void proofs(ExportLogs logs) throws IOException {
        for (String path : lines.keySet()) {
            if (path.startsWith(ORIGINS)) {
                continue;
            }
            if (path.endsWith(PROOF)) {
                try {
                    proof(path, logs);
                } catch (NotVerified e) {
                    throw e.at(path);
                }
            } else if (path.startsWith("files/") && !lines.containsKey(path + PROOF)) {
                throw new NotVerified(Fault.NO_PROOF, path + PROOF, "none of this name");
            }
        }
    }

    private void proof(String path, ExportLogs logs) throws IOException {
        ProofBundle bundle = Proven.bundle(text(path));
        TlogProof proof = Proven.proof(bundle.proof());
        ExportLogs.Under under = logs.of(bundle, proof);
        Proven proven = Proven.of(bundle, proof, under.head(), under.keys());
        proven.requireClaim(bundle);
        if (path.startsWith("events/")) {
            event(path, proven, under);
        } else {
            String document = path.substring(0, path.length() - PROOF.length());
            String name = bundle.file().map(ProofBundle.FileClaim::name).orElse("");
            if (!document.equals("files/" + name)) {
                throw damaged("the proof of " + document, "that of a file " + name);
            }
            proven.requireFile(bundle, HexFormat.of().formatHex(Hashing.sha256(bytes(document))));
            documents++;
        }
    }

    private void event(String path, Proven proven, ExportLogs.Under under) {
        Entry.Event event = proven.entry()
                .event()
                .orElseThrow(() -> damaged("an event", "something that could not be read as one"));
        String named = "events/" + event.stream() + "/" + event.version() + PROOF;
        if (!named.equals(path)) {
            throw damaged("the event that its name says", named);
        }
        places.put(event.stream() + "@" + event.version(), new Place(under, proven.index()));
        opened += proven.rest().isPresent() ? 1 : 0;
        lost += proven.index() >= under.kept() ? 1 : 0;
    }

    /** Of each stream all versions from 1, in the order of the logs, and no event of another stream. */
    void streams(ExportLogs logs) {
        int said = 0;
        Set<String> seen = new HashSet<>();
        for (JsonNode line : manifest.path("streams")) {
            String stream = line.path("stream").asString("");
            long events = line.path("events").asLong(-1);
            // counted twice, it would make up for an event of which the list says nothing
            if (!seen.add(stream)) {
                throw damaged("each stream once in " + MANIFEST, stream + " twice");
            }
            Place before = null;
            Set<String> left = new HashSet<>();
            for (long v = 1; v <= events; v++) {
                Place place = places.get(stream + "@" + v);
                if (place == null || !follows(before, place, left, logs)) {
                    throw new NotVerified(
                            Fault.VERSION_ORDER,
                            "the events 1 to " + events + " of " + stream + " in the order of the record",
                            "number " + v + (place == null ? " missing" : " out of order"));
                }
                before = place;
                said++;
            }
        }
        if (said != places.size()) {
            throw damaged(said + " events, as the list of streams says", places.size() + " events");
        }
    }

    /** A stream goes on in its log, or in one where it was not before; the export's own log is the last. */
    private static boolean follows(@Nullable Place before, Place place, Set<String> left, ExportLogs logs) {
        if (before == null) {
            return true;
        }
        if (before.log() == place.log()) {
            return place.index() > before.index();
        }
        left.add(before.log().origin());
        return !logs.isOwn(before.log()) && !left.contains(place.log().origin());
    }

    JsonNode manifest() {
        return manifest;
    }

    /** Events that are in, of which so many are opened. */
    int events() {
        return places.size();
    }

    int opened() {
        return opened;
    }

    /** Events at places of an ended log that the record had lost when the next one began. */
    int lost() {
        return lost;
    }

    int documents() {
        return documents;
    }

    static NotVerified damaged(String expected, String found) {
        return new NotVerified(Fault.EXPORT_DAMAGED, expected, found);
    }
}
