package org.plenary.tlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cosignatures of checkpoints: C2SP tlog-cosignature v1.0.1, and its ML-DSA-44 of the editor's copy. */
class WitnessKeyTest {
    private static final String BODY =
            "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    private static final String EXAMPLE = BODY
            + "\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
            + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String NAME = "witness.example/w1";
    private static final byte[] ML_DSA_X509 = HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

    private static KeyPair pair;
    private static WitnessKey key;

    @BeforeAll
    static void makeKey() throws Exception {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        key = WitnessKey.of(NAME, pair.getPublic());
    }

    private static SignedNote note(String body, SignedNote.Line... lines) {
        return new SignedNote(body, List.of(lines));
    }

    private static SignedNote.Line timed(WitnessKey by, long seconds, byte[] signature) {
        return new SignedNote.Line(
                by.name(),
                by.id(),
                ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(seconds)
                        .put(signature)
                        .array());
    }

    /** Its keys are published nowhere, so of the specification's example only the form can be held to. */
    @Test
    void the_published_example_is_read_with_its_time_and_written_as_it_was_read() {
        SignedNote example = SignedNote.parse(EXAMPLE);
        assertThat(example.encoded()).isEqualTo(EXAMPLE);
        SignedNote.Line cosignature = example.signatures().getLast();
        assertThat(HexFormat.of().formatHex(cosignature.id())).isEqualTo("8d66cf3f");
        assertThat(cosignature.signature()).hasSize(72);
        assertThat(ByteBuffer.wrap(cosignature.signature()).getLong()).isEqualTo(1_679_315_147);
    }

    @Test
    void what_is_cosigned_is_the_specifications_message_and_no_other() throws Exception {
        SignedNote.Line line = key.cosign(BODY, pair.getPrivate(), Instant.ofEpochSecond(1_679_315_147, 999_999_999));
        Signature plain = Signature.getInstance("Ed25519");
        plain.initVerify(pair.getPublic());
        plain.update(("cosignature/v1\ntime 1679315147\n" + BODY).getBytes(UTF_8));
        assertThat(plain.verify(Arrays.copyOfRange(line.signature(), 8, 72))).isTrue();
        assertThat(ByteBuffer.wrap(line.signature()).getLong()).isEqualTo(1_679_315_147);
        assertThat(line.id())
                .isEqualTo(Arrays.copyOf(Hashing.sha256((NAME + "\n").getBytes(UTF_8), new byte[] {4}, key.raw()), 4));
    }

    @Test
    void what_is_cosigned_is_read_back_also_with_extension_lines() {
        for (String body : List.of(BODY, BODY + "an extension\n")) {
            SignedNote.Line line = key.cosign(body, pair.getPrivate(), NOON);
            SignedNote read = SignedNote.parse(note(body, line).encoded());
            assertThat(WitnessKey.parse(key.vkey()).cosigned(read)).hasValue(NOON);
            assertThat(read.signatures().getFirst().encoded()).isEqualTo(line.encoded());
        }
    }

    @Test
    void no_bit_of_text_time_and_signature_may_change() {
        flipped(BODY, key, key.cosign(BODY, pair.getPrivate(), NOON));
    }

    private static void flipped(String body, WitnessKey by, SignedNote.Line line) {
        assertThat(by.cosigned(note(body, line))).hasValue(NOON);
        byte[] text = body.getBytes(UTF_8);
        for (int bit = 0; bit < text.length * 8; bit++) {
            String changed = new String(flip(text, bit), UTF_8);
            assertThat(by.cosigned(note(changed, line)))
                    .as("bit %d of the text", bit)
                    .isEmpty();
        }
        for (int bit = 0; bit < line.signature().length * 8; bit++) {
            SignedNote.Line changed = new SignedNote.Line(line.name(), line.id(), flip(line.signature(), bit));
            assertThat(by.cosigned(note(body, changed))).as("bit %d", bit).isEmpty();
        }
        for (int bit = 0; bit < 32; bit++) {
            SignedNote.Line changed = new SignedNote.Line(line.name(), flip(line.id(), bit), line.signature());
            assertThat(by.cosigned(note(body, changed)))
                    .as("bit %d of the id", bit)
                    .isEmpty();
        }
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    @Test
    void of_several_cosignatures_the_latest_counts_and_a_false_one_spoils_them() {
        SignedNote.Line early = key.cosign(BODY, pair.getPrivate(), NOON);
        SignedNote.Line late = key.cosign(BODY, pair.getPrivate(), NOON.plusSeconds(5));
        assertThat(key.cosigned(note(BODY, early, late))).hasValue(NOON.plusSeconds(5));
        assertThat(key.cosigned(note(BODY, late, early))).hasValue(NOON.plusSeconds(5));
        SignedNote.Line wrong = new SignedNote.Line(NAME, key.id(), flip(late.signature(), 100));
        SignedNote.Line cut = new SignedNote.Line(NAME, key.id(), Arrays.copyOf(late.signature(), 71));
        for (SignedNote.Line bad : List.of(wrong, cut)) {
            assertThat(key.cosigned(note(BODY, early, bad))).isEmpty();
            assertThat(key.cosigned(note(BODY, bad, early))).isEmpty();
        }
    }

    @Test
    void lines_of_other_keys_are_passed_over_by_name_and_by_id() throws Exception {
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SignedNote.Line sameName =
                WitnessKey.of(NAME, other.getPublic()).cosign(BODY, other.getPrivate(), NOON.plusSeconds(9));
        SignedNote.Line sameKey =
                WitnessKey.of("witness.example/w2", pair.getPublic()).cosign(BODY, pair.getPrivate(), NOON);
        assertThat(key.cosigned(note(BODY, sameName, sameKey))).isEmpty();
        assertThat(key.cosigned(note(BODY, sameName, key.cosign(BODY, pair.getPrivate(), NOON), sameKey)))
                .hasValue(NOON);
    }

    /** The key is the same, and what it signs as a log would sign is no cosignature. */
    @Test
    void a_logs_signature_is_no_cosignature_and_no_cosignature_a_logs() {
        LogKey asLog = new LogKey(NAME, key.raw());
        assertThat(key.cosigned(SignedNote.sign(BODY, asLog, pair.getPrivate())))
                .isEmpty();
        SignedNote.Line line = key.cosign(BODY, pair.getPrivate(), NOON);
        assertThat(note(BODY, line).signedBy(asLog)).isFalse();
        byte[] bare = Arrays.copyOfRange(line.signature(), 8, 72);
        assertThat(note(BODY, new SignedNote.Line(NAME, asLog.id(), bare)).signedBy(asLog))
                .isFalse();
    }

    @Test
    void a_time_that_is_none_is_refused() throws Exception {
        for (long seconds : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, Instant.MAX.getEpochSecond() + 1}) {
            byte[] signature = LogKey.sign(pair.getPrivate(), "cosignature/v1\ntime " + seconds + "\n" + BODY);
            assertThat(key.cosigned(note(BODY, timed(key, seconds, signature))))
                    .as("%d", seconds)
                    .isEmpty();
        }
    }

    @Test
    void what_is_malformed_is_no_witnesss_key() {
        String vkey = key.vkey();
        List<String> bad = new ArrayList<>(List.of(
                "",
                NAME,
                vkey.substring(1),
                vkey.substring(0, vkey.length() - 4),
                vkey + "AAAA",
                new LogKey(NAME, key.raw()).vkey(),
                KeyName.vkey(NAME, (byte) 2, key.raw()),
                KeyName.vkey(NAME, (byte) 6, key.raw()),
                KeyName.vkey(NAME, (byte) 4, new byte[31]),
                KeyName.vkey(NAME, (byte) 4, new byte[1_312])));
        for (String name : List.of("", "a b", "a+b", "a\u00a0b", "a\nb", "a\tb")) {
            bad.add(KeyName.vkey(name, (byte) 4, key.raw()));
        }
        for (String text : bad) {
            assertThatThrownBy(() -> WitnessKey.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static KeyPair mlDsa() throws Exception {
        Assumptions.assumeTrue(
                Runtime.version().feature() >= 24,
                "SKIPPED: ML-DSA-44 cosignatures can be made and verified from JDK 24 on; this is JDK "
                        + Runtime.version().feature());
        return KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair();
    }

    private static WitnessKey mlDsa(String name, KeyPair of) {
        byte[] encoded = of.getPublic().getEncoded();
        assertThat(Arrays.copyOf(encoded, ML_DSA_X509.length)).isEqualTo(ML_DSA_X509);
        byte[] raw = Arrays.copyOfRange(encoded, ML_DSA_X509.length, encoded.length);
        return new WitnessKey(name, WitnessKey.Type.ML_DSA_44, raw);
    }

    /** The structure, field by field as the specification lists it. */
    private static byte[] signed(
            KeyPair by, String name, long seconds, String origin, long start, long end, byte[] root) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write("subtree/v1\n\0".getBytes(US_ASCII));
        out.writeByte(name.getBytes(UTF_8).length);
        out.write(name.getBytes(UTF_8));
        out.writeLong(seconds);
        out.writeByte(origin.getBytes(UTF_8).length);
        out.write(origin.getBytes(UTF_8));
        out.writeLong(start);
        out.writeLong(end);
        out.write(root);
        Signature signer = Signature.getInstance("ML-DSA-44");
        signer.initSign(by.getPrivate());
        signer.update(bytes.toByteArray());
        return signer.sign();
    }

    @Test
    void a_post_quantum_cosignature_is_of_name_time_origin_size_and_root() throws Exception {
        KeyPair by = mlDsa();
        WitnessKey quantum = mlDsa(NAME, by);
        Checkpoint head = Checkpoint.parse(BODY);
        long at = NOON.getEpochSecond();
        byte[] good = signed(by, NAME, at, head.origin(), 0, head.size(), head.root());
        assertThat(WitnessKey.parse(quantum.vkey()).cosigned(note(BODY, timed(quantum, at, good))))
                .hasValue(NOON);
        for (byte[] bad : List.of(
                signed(by, "witness.example/w2", at, head.origin(), 0, head.size(), head.root()),
                signed(by, NAME, at + 1, head.origin(), 0, head.size(), head.root()),
                signed(by, NAME, at, "example.com/other", 0, head.size(), head.root()),
                signed(by, NAME, at, head.origin(), 1, head.size(), head.root()),
                signed(by, NAME, at, head.origin(), 0, head.size() - 1, head.root()),
                signed(by, NAME, at, head.origin(), 0, head.size(), Hashing.empty()))) {
            assertThat(quantum.cosigned(note(BODY, timed(quantum, at, bad)))).isEmpty();
        }
    }

    @Test
    void no_bit_of_a_post_quantum_cosignature_may_change() throws Exception {
        KeyPair by = mlDsa();
        Checkpoint head = Checkpoint.parse(BODY);
        long at = NOON.getEpochSecond();
        WitnessKey quantum = mlDsa(NAME, by);
        flipped(BODY, quantum, timed(quantum, at, signed(by, NAME, at, head.origin(), 0, head.size(), head.root())));
    }

    @Test
    void what_has_no_structure_is_no_post_quantum_cosignature() throws Exception {
        KeyPair by = mlDsa();
        String origin = "o".repeat(256);
        String body = new Checkpoint(origin, 1, Hashing.empty()).body();
        WitnessKey quantum = mlDsa(NAME, by);
        byte[] any = signed(by, NAME, 0, "o", 0, 1, Hashing.empty());
        assertThat(quantum.cosigned(note(body, timed(quantum, 0, any)))).isEmpty();
        assertThat(quantum.cosigned(note("no checkpoint\n", timed(quantum, 0, any))))
                .isEmpty();
        WitnessKey longName = mlDsa("n".repeat(256), by);
        assertThat(longName.cosigned(note(BODY, timed(longName, 0, any)))).isEmpty();
    }
}
