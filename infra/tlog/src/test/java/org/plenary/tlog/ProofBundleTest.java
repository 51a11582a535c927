package org.plenary.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One file proves an entry without a server: {@code contracts/record/proof.md}; and no member of it may be another. */
class ProofBundleTest {
    private static final String ORIGIN = "record.example/log";
    private static final byte[] FILE = "the text as it was adopted".getBytes(UTF_8);
    private static final String SHA256 = HexFormat.of().formatHex(Hashing.sha256(FILE));
    private static final byte[] SALT = HexFormat.of().parseHex("0f".repeat(32));
    private static final String REST =
            "{\"actor\":\"co-chair-1\",\"data\":{\"files\":[{\"sha256\":\"" + SHA256 + "\"}]}}";
    private static final int INDEX = 5;
    private static final int SIZE = 11;

    private static final KeyPair LOG = pair();
    private static final List<KeyPair> WITNESSES = List.of(pair(), pair(), pair());
    private static final byte[] LEAF = leaf("document-1");

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] leaf(String stream) {
        return Leaf.of("outcomes", stream, 1, stream + "@1", "T", "2027-01-20T03:00:00Z", Leaf.commitment(SALT, REST));
    }

    private static WitnessPolicy policy(KeyPair log) {
        Map<String, WitnessPolicy.Witness> witnesses = new LinkedHashMap<>();
        for (int i = 0; i < WITNESSES.size(); i++) {
            witnesses.put("w" + i, new WitnessPolicy.Witness(witness(i), ""));
        }
        return WitnessPolicy.of(new WitnessPolicy.Log(LogKey.of(ORIGIN, log.getPublic()), ""), witnesses, 2);
    }

    private static WitnessKey witness(int i) {
        return WitnessKey.of("w" + i + ".example", WITNESSES.get(i).getPublic());
    }

    private static ProofBundle bundle(int cosignatures) {
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            hashes.add(Hashing.leaf(i == INDEX ? LEAF : leaf("other-" + i)));
        }
        SlowTree tree = new SlowTree(hashes);
        Checkpoint head = new Checkpoint(ORIGIN, SIZE, tree.root(SIZE));
        SignedNote own = SignedNote.sign(head.body(), LogKey.of(ORIGIN, LOG.getPublic()), LOG.getPrivate());
        List<SignedNote.Line> lines = new ArrayList<>(own.signatures());
        for (int i = 0; i < cosignatures; i++) {
            lines.add(witness(i).cosign(own.text(), WITNESSES.get(i).getPrivate(), Instant.EPOCH.plusSeconds(i)));
        }
        String note = new SignedNote(own.text(), lines).encoded();
        return new ProofBundle(
                new String(LEAF, UTF_8),
                Optional.of(new ProofBundle.Opening(SALT, REST)),
                new TlogProof(INDEX, tree.path(INDEX, 0, SIZE), note).encoded(),
                policy(LOG).encoded(),
                Optional.of(new ProofBundle.FileClaim("text", SHA256, "/data/files/0/sha256")));
    }

    private static final ProofBundle GOOD = bundle(2);

    private static ProofBundle with(String leaf, Optional<ProofBundle.Opening> opening, String proof) {
        return new ProofBundle(leaf, opening, proof, GOOD.policy(), GOOD.file());
    }

    private static void refused(ProofBundle bundle, String words) {
        assertThatThrownBy(() -> bundle.verify(policy(LOG)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void a_bundle_is_read_back_as_it_was_written_and_proves_its_entry_and_its_file() {
        ProofBundle read = ProofBundle.parse(GOOD.encoded());
        assertThat(read.encoded()).isEqualTo(GOOD.encoded());
        WitnessPolicy.Verdict verdict = read.verify(WitnessPolicy.parse(read.policy()));
        assertThat(verdict.quorum()).isTrue();
        assertThat(verdict.cosigned()).containsOnlyKeys("w0", "w1");
        assertThat(read.speaksOf(FILE)).isTrue();
    }

    @Test
    void it_is_proven_without_its_opening_too_and_then_speaks_of_no_file() {
        ProofBundle sealed = ProofBundle.parse(
                with(GOOD.leaf(), Optional.empty(), GOOD.proof()).encoded());
        assertThat(sealed.opening()).isEmpty();
        sealed.verify(policy(LOG));
        assertThatThrownBy(() -> sealed.speaksOf(FILE)).isInstanceOf(IllegalArgumentException.class);
        ProofBundle receipt =
                new ProofBundle(GOOD.leaf(), GOOD.opening(), GOOD.proof(), GOOD.policy(), Optional.empty());
        assertThat(ProofBundle.parse(receipt.encoded()).file()).isEmpty();
        assertThatThrownBy(() -> receipt.speaksOf(FILE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void another_entry_is_not_proven() {
        refused(with(new String(leaf("document-2"), UTF_8), GOOD.opening(), GOOD.proof()), "the entry is not number 5");
        refused(with(GOOD.leaf() + " ", GOOD.opening(), GOOD.proof()), "the entry is not number 5");
    }

    @Test
    void another_place_another_path_and_another_checkpoint_prove_nothing() {
        TlogProof proof = TlogProof.parse(GOOD.proof());
        for (long index : new long[] {0, 4, 6, SIZE, Long.MAX_VALUE / 16}) {
            refused(
                    with(GOOD.leaf(), GOOD.opening(), new TlogProof(index, proof.path(), proof.checkpoint()).encoded()),
                    "the entry is not number");
        }
        for (int i = 0; i < proof.path().size(); i++) {
            List<byte[]> path = new ArrayList<>(proof.path());
            path.set(i, Hashing.sha256(path.get(i)));
            refused(
                    with(GOOD.leaf(), GOOD.opening(), new TlogProof(INDEX, path, proof.checkpoint()).encoded()),
                    "the entry is not number");
            path.remove(i);
            refused(
                    with(GOOD.leaf(), GOOD.opening(), new TlogProof(INDEX, path, proof.checkpoint()).encoded()),
                    "the entry is not number");
        }
        refused(with(GOOD.leaf(), GOOD.opening(), GOOD.proof().replace("\n11\n", "\n12\n")), "no log of the policy");
        refused(with(GOOD.leaf(), GOOD.opening(), "c2sp.org/tlog-proof@v2\nindex 5\n\n"), "not a tlog-proof");
    }

    @Test
    void other_details_do_not_open_the_commitment() {
        byte[] salt = SALT.clone();
        salt[31] ^= 1;
        Optional<ProofBundle.Opening> otherSalt = Optional.of(new ProofBundle.Opening(salt, REST));
        refused(with(GOOD.leaf(), otherSalt, GOOD.proof()), "the details are not those");
        for (String rest :
                new String[] {REST.replace("co-chair-1", "co-chair-2"), "{}", REST.replace("{\"a", "{\"x\":1,\"a")}) {
            Optional<ProofBundle.Opening> other = Optional.of(new ProofBundle.Opening(SALT, rest));
            refused(with(GOOD.leaf(), other, GOOD.proof()), "the details are not those");
        }
    }

    @Test
    void other_keys_and_too_few_witnesses_do_not_count() {
        assertThatThrownBy(() -> GOOD.verify(policy(pair())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no log of the policy signed");
        for (int cosignatures = 0; cosignatures < 2; cosignatures++) {
            refused(bundle(cosignatures), "too few witnesses");
        }
    }

    @Test
    void another_file_is_not_spoken_of() {
        for (int at = 0; at < FILE.length; at++) {
            byte[] other = FILE.clone();
            other[at] ^= 1;
            assertThat(GOOD.speaksOf(other)).isFalse();
        }
        String of = HexFormat.of().formatHex(Hashing.sha256(new byte[0]));
        for (ProofBundle.FileClaim claim : List.of(
                new ProofBundle.FileClaim("text", of, "/data/files/0/sha256"),
                new ProofBundle.FileClaim("text", SHA256, "/actor"),
                new ProofBundle.FileClaim("text", SHA256, "/data/files/1/sha256"),
                new ProofBundle.FileClaim("text", SHA256, "/data"))) {
            ProofBundle other =
                    new ProofBundle(GOOD.leaf(), GOOD.opening(), GOOD.proof(), GOOD.policy(), Optional.of(claim));
            assertThat(other.speaksOf(FILE)).isFalse();
            assertThat(other.speaksOf(new byte[0])).isFalse();
        }
    }

    @Test
    void what_is_malformed_is_no_bundle() {
        String good = GOOD.encoded();
        for (String bad : new String[] {
            "",
            "[]",
            "null",
            good + "x",
            good.substring(0, good.length() - 3),
            good.replace("plenary-proof-v1", "plenary-proof-v2"),
            good.replace("\"leaf\"", "\"leaves\""),
            good.replace("\"proof\"", "\"prove\""),
            good.replace("\"policy\"", "\"police\""),
            good.replace("\"salt\"", "\"pepper\""),
            good.replace("\"pointer\"", "\"finger\""),
            good.replace("0f0f", "0f0"),
            good.replace("0f0f", "0g0g"),
            good.replace("0f0f", "0F0f"),
            good.replaceFirst("\"schema\"", "\"leaf\" : \"\", \"schema\""),
            " ".repeat(ProofBundle.CHARS_MAX) + good
        }) {
            assertThatThrownBy(() -> ProofBundle.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The example of C2SP tlog-proof, whose signatures the specification leaves out. */
    @Test
    void the_published_tlog_proof_is_read_and_its_extra_line_is_passed_over() {
        String example = """
            c2sp.org/tlog-proof@v1
            extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
            index 73894
            gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
            B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
            EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
            RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
            AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

            example.com/fancylog
            109482
            sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

            — example.com/fancylog hI2DJw[...]1roloI=
            """;
        TlogProof proof = TlogProof.parse(example);
        assertThat(proof.index()).isEqualTo(73_894);
        assertThat(proof.path()).hasSize(5);
        assertThat(proof.checkpoint())
                .startsWith("example.com/fancylog\n109482\n")
                .endsWith("1roloI=\n");
        assertThat(proof.encoded()).isEqualTo(example.replaceFirst("extra .*\n", ""));
    }
}
