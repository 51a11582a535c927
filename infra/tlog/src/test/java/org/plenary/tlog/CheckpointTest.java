package org.plenary.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checkpoints and the proofs that carry one: C2SP tlog-checkpoint v1.0.0 and tlog-proof. */
class CheckpointTest {
    private static final String ORIGIN = "example.org/log";
    private static final SlowTree SLOW = new SlowTree(5);
    private static final GrownLog LOG = GrownLog.to(SLOW, 5, at -> 5);
    private static LogKey key;
    private static KeyPair pair;

    @BeforeAll
    static void makeKey() throws Exception {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        key = LogKey.of(ORIGIN, pair.getPublic());
    }

    private static byte[] entry(int i) {
        return ("entry " + i).getBytes(UTF_8);
    }

    private static String signed(String origin, long size, byte[] root) {
        return SignedNote.sign(new Checkpoint(origin, size, root).body(), key, pair.getPrivate())
                .encoded();
    }

    private static TlogProof proof(int index) {
        return new TlogProof(index, LOG.tree(5).inclusion(index), signed(ORIGIN, 5, SLOW.root(5)));
    }

    @Test
    void a_checkpoint_is_three_lines() {
        assertThat(new Checkpoint(ORIGIN, 0, Hashing.empty()).body())
                .isEqualTo("example.org/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
        String published = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        assertThat(Checkpoint.parse(published).size()).isEqualTo(20_852_163);
        assertThat(Checkpoint.parse(published).body()).isEqualTo(published);
        assertThat(Checkpoint.parse(published + "an extension\n").size()).isEqualTo(20_852_163);
    }

    @Test
    void what_is_malformed_is_no_checkpoint() {
        String root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        for (String bad : List.of(
                "",
                "\n",
                "log\n1\n",
                "log\n1\n" + root,
                "\n1\n" + root + "\n",
                "log\n01\n" + root + "\n",
                "log\n-1\n" + root + "\n",
                "log\n+1\n" + root + "\n",
                "log\n1 \n" + root + "\n",
                "log\n\n" + root + "\n",
                "log\n٣\n" + root + "\n",
                "log\n" + "9".repeat(19) + "\n" + root + "\n",
                "log\n1\n" + root.replace("=", "") + "\n",
                "log\n1\n" + root.replace("2I=", "2J=") + "\n",
                "log\n1\nAAAA\n",
                "log\n1\n" + root + "\n\n",
                "log\n1\n" + root + "\n\nextension\n",
                "log\n1\n" + root + "\nextension")) {
            assertThatThrownBy(() -> Checkpoint.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] hash = Hashing.empty();
        assertThatThrownBy(() -> new Checkpoint("two\nlines", 1, hash)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("", 1, hash)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("log", -1, hash)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("log", 1, new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_proof_verifies_offline_for_its_entry_and_no_other() {
        for (int i = 0; i < 5; i++) {
            String text = proof(i).encoded();
            assertThat(text)
                    .startsWith("c2sp.org/tlog-proof@v1\nindex " + i + "\n")
                    .endsWith("=\n");
            TlogProof read = TlogProof.parse(text);
            assertThat(read.encoded()).isEqualTo(text);
            for (int other = 0; other < 5; other++) {
                assertThat(read.verifies(entry(other), key))
                        .as("%d by the proof of %d", other, i)
                        .isEqualTo(other == i);
            }
        }
    }

    @Test
    void the_only_entry_needs_no_hashes() {
        String text = new TlogProof(0, List.of(), signed(ORIGIN, 1, SLOW.root(1))).encoded();
        assertThat(text).startsWith("c2sp.org/tlog-proof@v1\nindex 0\n\nexample.org/log\n1\n");
        assertThat(TlogProof.parse(text).verifies(entry(0), key)).isTrue();
    }

    @Test
    void a_proof_under_another_key_origin_size_or_root_is_none() throws Exception {
        List<byte[]> path = LOG.tree(5).inclusion(1);
        KeyPair stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertThat(proof(1).verifies(entry(1), LogKey.of(ORIGIN, stranger.getPublic())))
                .isFalse();
        assertThat(new TlogProof(1, path, signed("example.org/other", 5, SLOW.root(5))).verifies(entry(1), key))
                .isFalse();
        assertThat(new TlogProof(1, path, signed(ORIGIN, 5, SLOW.root(4))).verifies(entry(1), key))
                .isFalse();
        assertThat(new TlogProof(1, path, signed(ORIGIN, 1, SLOW.root(5))).verifies(entry(1), key))
                .isFalse();
        String forged = proof(1).checkpoint().replace("\n5\n", "\n6\n");
        assertThat(new TlogProof(1, path, forged).verifies(entry(1), key)).isFalse();
    }

    @Test
    void extra_data_is_passed_over_and_what_is_malformed_is_no_proof() {
        String text = proof(1).encoded();
        assertThat(TlogProof.parse(text.replace("\nindex", "\nextra AAAA\nindex"))
                        .verifies(entry(1), key))
                .isTrue();
        String hash = text.split("\n")[2];
        for (String bad : List.of(
                "",
                text.replace("@v1", "@v2"),
                text.replace("index 1", "index 01"),
                text.replace("index 1", "index -1"),
                text.replace("index 1\n", ""),
                text.replace("\nindex", "\nextra AAAA\nextra AAAA\nindex"),
                text.replace("index 1", "index 1\nextra AAAA"),
                text.replace(hash, hash.replace("=", "")),
                text.replace(hash, "AAAA"),
                text.replace("\n\n", "\n"),
                "\n" + text,
                text.replace("\n", "\r\n"),
                text.replace(hash, String.join("\n", Collections.nCopies(64, hash))))) {
            assertThatThrownBy(() -> TlogProof.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
