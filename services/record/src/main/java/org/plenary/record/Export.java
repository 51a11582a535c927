package org.plenary.record;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.record.Downloads.Sealed;
import org.plenary.record.EventReading.Eyes;
import org.plenary.record.EventReading.Seen;
import org.plenary.record.EventReading.Verdict;
import org.plenary.record.ExportPlan.Whole;
import org.plenary.record.ExportZip.LeftOut;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.Proving.Under;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.ProofBundle;

/** Writes the export of a meeting: {@code contracts/record/export.md}. */
final class Export {
    /** Documents of an export at most; what is more is named as left out. */
    static final int DOCUMENTS_MAX = 200;

    static final String RULE =
            "Every event of the meeting's own stream and of each stream that belongs to it, up to the"
                    + " checkpoint. Streams of which the reader may know no event are left out. Where the reader may not read an"
                    + " event, or it was redacted or lost, its entry and proof are here and its details are not.";

    private final LogStore log;
    private final Proving proving;
    private final Texts texts;

    Export(LogStore log, Proving proving, Texts texts) {
        this.log = log;
        this.proving = proving;
        this.texts = texts;
    }

    /**
     * For whom an export is made.
     *
     * @param subject empty for a visitor
     * @param unit the unit that the reader speaks for, null where none
     * @param authorization the request's header, for those who give texts out
     */
    record Reader(
            String subject, @Nullable String unit, @Nullable String authorization, Eyes eyes) {}

    void write(ExportPlan plan, Under under, Reader reader, Instant madeAt, OutputStream out) throws IOException {
        ExportZip zip = new ExportZip(out, madeAt);
        zip.text("README.txt", ExportReadme.text(plan.meeting(), under.head(), madeAt));
        zip.text("checkpoint", under.note());
        zip.text("policy", under.policy());
        zip.text("vkey", under.vkey() + "\n");
        beginnings(zip, plan, under);
        List<LeftOut> leftOut = documents(zip, plan, under, reader);
        for (Whole stream : plan.streams()) {
            for (long v = 1; v <= stream.events(); v++) {
                event(zip, entry(stream.stream(), v), under, reader.eyes());
            }
        }
        zip.manifest(members(plan, under, reader, madeAt, leftOut));
    }

    /** What shows that the logs which have the events go on from one another. */
    private void beginnings(ExportZip zip, ExportPlan plan, Under under) throws IOException {
        if (under.open().log().first() == null) {
            return;
        }
        Optional<Entry> oldest =
                plan.streams().stream().map(s -> entry(s.stream(), 1)).min(Comparator.comparingLong(Entry::place));
        if (oldest.isPresent()) {
            for (Map.Entry<Integer, ProofBundle> first :
                    proving.beginnings(under, oldest.get()).entrySet()) {
                zip.text(
                        "origins/" + first.getKey() + ".proof.json",
                        first.getValue().encoded());
            }
        }
    }

    private Entry entry(String stream, long version) {
        return log.byKey(stream + "@" + version).orElseThrow();
    }

    private void event(ExportZip zip, Entry entry, Under under, Eyes eyes) throws IOException {
        Seen seen = eyes.see(entry);
        String stream = EventReading.stream(entry);
        long version = EventReading.version(entry);
        zip.event(
                "events/" + stream + "/" + version + ".proof.json",
                proving.text(proving.bundle(under, entry, seen, Optional.empty()), seen.verdict()),
                stream,
                version,
                proving.index(entry),
                seen.verdict().name().toLowerCase(Locale.ROOT));
    }

    /** Each text that an event seals, with the bundle of the last event that seals exactly these bytes. */
    private List<LeftOut> documents(ExportZip zip, ExportPlan plan, Under under, Reader reader) throws IOException {
        Map<String, Entry> sealing = new LinkedHashMap<>();
        for (Whole stream : plan.streams()) {
            for (long v = 1; v <= stream.events(); v++) {
                Entry entry = entry(stream.stream(), v);
                if (Downloads.seals(ReceiptController.type(entry))) {
                    sealed(entry, reader.eyes())
                            .ifPresent(s -> sealing.put(s.path() + s.claim().sha256(), entry));
                }
            }
        }
        List<LeftOut> leftOut = new ArrayList<>(plan.leftOut());
        int put = 0;
        for (Entry entry : sealing.values()) {
            Sealed document = sealed(entry, reader.eyes()).orElseThrow();
            try {
                if (put == DOCUMENTS_MAX) {
                    throw new Texts.Missing("an export holds " + DOCUMENTS_MAX + " documents");
                }
                document(zip, document, entry, under, reader);
                put++;
            } catch (Texts.Missing e) {
                leftOut.add(new LeftOut(document.claim().name(), String.valueOf(e.getMessage())));
            }
        }
        return leftOut;
    }

    private static Optional<Sealed> sealed(Seen seen, Entry entry) {
        return Downloads.of(ReceiptController.type(entry), EventReading.stream(entry), seen.rest());
    }

    private static Optional<Sealed> sealed(Entry entry, Eyes eyes) {
        return sealed(eyes.see(entry), entry);
    }

    private void document(ExportZip zip, Sealed document, Entry entry, Under under, Reader reader)
            throws IOException, Texts.Missing {
        byte[] bytes = texts.bytes(document, reader.authorization());
        if (!HexFormat.of()
                .formatHex(Hashing.sha256(bytes))
                .equals(document.claim().sha256())) {
            throw new Texts.Missing("what its service gives out now has another hash than event " + entry.key());
        }
        String path = "files/" + document.claim().name();
        if (zip.has(path)) {
            throw new Texts.Missing("another document has this name");
        }
        Seen seen = reader.eyes().see(entry);
        String proof = path + ".proof.json";
        zip.document(path, bytes, proof);
        zip.text(
                proof, proving.text(proving.bundle(under, entry, seen, Optional.of(document.claim())), seen.verdict()));
    }

    private String members(ExportPlan plan, Under under, Reader reader, Instant madeAt, List<LeftOut> leftOut) {
        Seen first = reader.eyes().see(entry(plan.meeting(), 1));
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schema", "plenary-export-v1");
        manifest.put("meeting", plan.meeting());
        if (first.verdict() == Verdict.OPEN) {
            manifest.put("forum", first.rest().path("forum").asString(""));
            manifest.put("title", first.rest().at("/data/title").asString(""));
        }
        manifest.put("madeAt", madeAt.toString());
        Map<String, Object> madeFor = new LinkedHashMap<>();
        madeFor.put("subject", reader.subject());
        if (reader.unit() != null) {
            madeFor.put("unit", reader.unit());
        }
        manifest.put("madeFor", madeFor);
        manifest.put("rule", RULE);
        manifest.put(
                "log",
                Map.of(
                        "origin",
                        under.head().origin(),
                        "size",
                        under.head().size(),
                        "root",
                        Base64.getEncoder().encodeToString(under.head().root())));
        manifest.put("streams", plan.streams());
        manifest.put("leftOut", leftOut);
        return Json.write(manifest);
    }
}
