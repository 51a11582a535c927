package org.plenary.infra.verifier.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Result;
import org.plenary.infra.verifier.SignedLog;
import org.plenary.tlog.ProofBundle;

/** The export of a conference is verified step by step, as {@code contracts/record/export.md} says. */
class ConferenceExportTest extends ExportFixture {
    @Test
    void a_whole_export_is_verified_and_told_in_words() throws IOException {
        Map<String, byte[]> files = good();
        Result result = judge(zip(files, manifest(files)));
        assertThat(result.text())
                .contains("VERIFIED: the export is whole and unchanged", "Ninth Ministerial Conference")
                .contains("u-1 of au", "1 documents", "Not shown", "Not signed", "any word of the list of contents")
                .doesNotContain("null");
        assertThat(result.json().path("events").asInt()).isGreaterThan(4);
        assertThat(result.remarks()).isEmpty();
    }

    @Test
    void by_no_keys_but_its_own_an_export_is_not_called_verified() throws IOException {
        Map<String, byte[]> files = good();
        Result result = judge(Optional.empty(), zip(files, manifest(files)));
        assertThat(result.headline())
                .isEqualTo("CONSISTENT, BUT THE KEYS ARE THE BUNDLE'S OWN: the export is whole and unchanged:"
                        + " export.zip");
        assertThat(result.json().path("keys").asString()).isEqualTo("own");
    }

    @Test
    void damage_to_any_file_is_found() throws IOException {
        Map<String, byte[]> files = good();
        byte[] manifest = manifest(files);
        Random random = new Random(20_270_120);
        for (String path : files.keySet()) {
            Map<String, byte[]> bad = new LinkedHashMap<>(files);
            byte[] bytes = bad.get(path).clone();
            bytes[random.nextInt(bytes.length)] ^= 1;
            bad.put(path, bytes);
            fails(Fault.EXPORT_DAMAGED, bad, manifest);
            bad.remove(path);
            fails(Fault.EXPORT_DAMAGED, bad, manifest);
        }
        Map<String, byte[]> more = new LinkedHashMap<>(files);
        more.put("events/meeting-2/999.proof.json", new byte[0]);
        fails(Fault.EXPORT_DAMAGED, more, manifest);
    }

    /** What no proof speaks of is not called verified only because the unsigned list of contents names it. */
    @Test
    void a_file_that_is_put_in_together_with_its_line_is_refused() throws IOException {
        for (String path : List.of(
                "STATEMENT.pdf",
                "readme.txt",
                "files/",
                "files/.hidden",
                "files/annexes/text.json",
                "files/../checkpoint",
                "../vkey",
                "/vkey",
                "events/meeting-2/note.txt",
                "events/meeting-2/0.proof.json",
                "events/1.proof.json",
                "text.json.proof.json",
                "files/" + "x".repeat(295))) {
            Map<String, byte[]> files = good();
            files.put(path, "The ministers agreed.".getBytes(UTF_8));
            Result result = judge(zip(files, manifest(files)));
            assertThat(result.json().path("fault").asString()).as(path).isEqualTo("export-damaged");
            assertThat(result.json().path("found").asString()).isEqualTo("also " + path);
        }
        Map<String, byte[]> files = good();
        files.put("files/another.json", "{}".getBytes(UTF_8));
        fails(Fault.NO_PROOF, files, manifest(files));
    }

    @Test
    void the_keys_in_an_export_are_those_it_was_judged_by() throws IOException {
        SignedLog.Signers others = new SignedLog.Signers();
        Map<String, byte[]> files = good();
        files.put("vkey", (others.logKey().vkey() + "\n").getBytes(UTF_8));
        fails(Fault.EXPORT_DAMAGED, files, manifest(files));
        files = good();
        files.put("policy", others.policy().getBytes(UTF_8));
        fails(Fault.KEYS_CHANGED, files, manifest(files));
        files.put("policy", "whatever".getBytes(UTF_8));
        fails(Fault.BAD_POLICY, files, manifest(files));
        files.put("policy", ("# the same\n" + SignedLog.SIGNERS.policy()).getBytes(UTF_8));
        fails(Fault.EXPORT_DAMAGED, files, manifest(files));
    }

    /** The second line makes up for an event that the list leaves out. */
    @Test
    void a_stream_that_the_list_names_twice_hides_no_event() throws IOException {
        Map<String, byte[]> files = good();
        files.remove("events/meeting-2/1.proof.json");
        files.remove("events/meeting-7/1.proof.json");
        long left = files.keySet().stream()
                .filter(f -> f.startsWith("events/meeting-2/"))
                .count();
        files.keySet().removeIf(f -> f.startsWith("events/meeting-7/"));
        files.put("events/meeting-7/1.proof.json", good().get("events/meeting-7/1.proof.json"));
        String streams = "{\"stream\":\"meeting-7\",\"events\":1}";
        String twice = streams + ("," + streams).repeat((int) left);
        byte[] manifest = new String(manifest(files), UTF_8)
                .replaceFirst("\"streams\":\\[[^]]*]", "\"streams\":[" + twice + "]")
                .getBytes(UTF_8);
        Result result = judge(zip(files, manifest));
        assertThat(result.json().path("fault").asString()).isEqualTo("export-damaged");
        assertThat(result.json().path("found").asString()).isEqualTo("meeting-7 twice");
    }

    @Test
    void a_zip_that_is_cut_off_does_not_pass() throws IOException {
        Map<String, byte[]> files = good();
        Path zip = zip(files, manifest(files));
        byte[] whole = Files.readAllBytes(zip);
        Files.write(zip, java.util.Arrays.copyOf(whole, whole.length - 30));
        assertThat(judge(zip).json().path("fault").asString()).isEqualTo("export-damaged");
    }

    /** The manifest is not signed, so whoever changes a file changes it too. */
    @Test
    void whoever_changes_the_list_of_contents_too_is_found_by_the_proofs() throws IOException {
        Map<Fault, Integer> found = new EnumMap<>(Fault.class);
        for (Change change : changes()) {
            Map<String, byte[]> files = good();
            byte[] manifest = change.to(files);
            Result result = judge(zip(files, manifest));
            assertThat(result.verified()).isFalse();
            Fault fault = Fault.valueOf(
                    result.json().path("fault").asString().replace('-', '_').toUpperCase(java.util.Locale.ROOT));
            found.merge(fault, 1, Integer::sum);
        }
        System.out.println("changes of an export and its list of contents: " + found);
        assertThat(found.keySet())
                .contains(
                        Fault.FILE_CHANGED, Fault.OPENING_FALSE, Fault.NOT_IN_LOG, Fault.VERSION_ORDER, Fault.NO_PROOF);
    }

    private interface Change {
        byte[] to(Map<String, byte[]> files);
    }

    private static String text(Map<String, byte[]> files, String path) {
        return new String(files.get(path), UTF_8);
    }

    private static List<Change> changes() {
        String first = "events/meeting-2/1.proof.json";
        String second = "events/meeting-2/2.proof.json";
        List<Change> changes = new ArrayList<>();
        changes.add(f -> put(f, "files/text.json", "{\"title\":\"another\"}"));
        changes.add(f -> {
            f.remove("files/text.json.proof.json");
            return manifest(f);
        });
        changes.add(
                f -> put(f, first, text(f, first).replaceFirst("\"actor\" : \"a\\d+", "\"actor\" : \"someone-else")));
        changes.add(f -> put(f, first, text(f, first).replace("MeetingConvened", "MeetingCancelled")));
        changes.add(f -> put(f, first, text(f, second)));
        changes.add(f -> {
            f.remove(second);
            return manifest(f);
        });
        changes.add(f -> put(f, "checkpoint", PROOFS.note().replace("400", "401")));
        changes.add(f -> new String(manifest(f), UTF_8)
                .replace("\"size\":400", "\"size\":399")
                .getBytes(UTF_8));
        changes.add(f -> new String(manifest(f), UTF_8)
                .replace("plenary-export-v1", "plenary-export-v2")
                .getBytes(UTF_8));
        changes.add(f -> new String(manifest(f), UTF_8)
                .replace("\"stream\":\"meeting-7\"", "\"stream\":\"meeting-8\"")
                .getBytes(UTF_8));
        changes.add(f -> {
            ProofBundle other = new Proofs(new SignedLog.Signers()).receipt(2, true);
            return put(f, first, other.encoded());
        });
        return changes;
    }

    private static byte[] put(Map<String, byte[]> files, String path, String text) {
        assertThat(text(files, path)).as(path).isNotEqualTo(text);
        files.put(path, text.getBytes(UTF_8));
        return manifest(files);
    }
}
