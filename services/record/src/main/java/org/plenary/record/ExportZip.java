package org.plenary.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.tlog.Hashing;

/**
 * The zip of an export as it is written: each file once, then the manifest. Holds a line a file, and no file. It is never
 * closed but by its manifest: what was cut off, by us too, has no central directory and does not open.
 */
final class ExportZip {
    /** A line of the manifest's list of files; members that a file does not have are left out. */
    record Line(
            String path,
            long size,
            String sha256,
            @Nullable String stream,
            @Nullable Long version,
            @Nullable Long index,
            @Nullable String opening,
            @Nullable String proof) {}

    /** What could not be put in, and why. */
    record LeftOut(String what, String why) {}

    private final ZipOutputStream zip;
    private final Instant madeAt;
    private final List<Line> lines = new ArrayList<>();

    ExportZip(OutputStream out, Instant madeAt) {
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        this.madeAt = madeAt;
    }

    void text(String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(path, bytes);
        lines.add(new Line(path, bytes.length, sha256(bytes), null, null, null, null, null));
    }

    void event(String path, String text, String stream, long version, long index, String opening) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(path, bytes);
        lines.add(new Line(path, bytes.length, sha256(bytes), stream, version, index, opening, null));
    }

    void document(String path, byte[] bytes, String proof) throws IOException {
        put(path, bytes);
        lines.add(new Line(path, bytes.length, sha256(bytes), null, null, null, null, proof));
    }

    boolean has(String path) {
        return lines.stream().anyMatch(l -> l.path().equals(path));
    }

    /** The manifest, and with it the end: these members, then every file that was put in. */
    void manifest(String members) throws IOException {
        begin("manifest.json");
        write(members.substring(0, members.lastIndexOf('}')));
        write(",\n\"files\":[");
        for (int i = 0; i < lines.size(); i++) {
            write((i == 0 ? "\n" : ",\n") + Json.write(lines.get(i)));
        }
        write("\n]}\n");
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    private void put(String path, byte[] bytes) throws IOException {
        begin(path);
        zip.write(bytes);
        zip.closeEntry();
    }

    private void begin(String path) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTime(madeAt.toEpochMilli());
        zip.putNextEntry(entry);
    }

    private void write(String text) throws IOException {
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Hashing.sha256(bytes));
    }
}
