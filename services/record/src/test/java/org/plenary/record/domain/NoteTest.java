package org.plenary.record.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteTest {
    private static final String TEXT =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private static final LogKey PUBLISHED =
            LogKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    private static final String NOTE = TEXT
            + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private static LogKey key(KeyPair pair, String name) {
        return LogKey.of(name, pair.getPublic());
    }

    private static KeyPair pair() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @Test
    void the_published_example_verifies_and_one_with_another_word_does_not() {
        assertThat(SignedNote.parse(NOTE).signedBy(PUBLISHED)).isTrue();
        assertThat(SignedNote.parse(NOTE.replace("answer", "answwr")).signedBy(PUBLISHED)).isFalse();
        assertThat(PUBLISHED.vkey()).isEqualTo("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    }

    @Test
    void what_is_signed_is_read_back_and_unknown_keys_are_passed_over() throws Exception {
        KeyPair pair = pair();
        LogKey own = key(pair, "example.org/log");
        Checkpoint checkpoint = new Checkpoint("example.org/log", 7, Hashing.empty());
        String note = SignedNote.sign(checkpoint.body(), own, pair.getPrivate()).encoded();
        SignedNote read = SignedNote.parse(note);
        assertThat(read.signedBy(own)).isTrue();
        assertThat(read.signedBy(key(pair(), "example.org/log"))).isFalse();
        assertThat(Checkpoint.parse(read.text()).size()).isEqualTo(7);
        assertThat(LogKey.parse(own.vkey()).raw()).isEqualTo(own.raw());
    }

    @Test
    void a_proof_verifies_offline_and_no_other_entry_does() throws Exception {
        KeyPair pair = pair();
        LogKey own = key(pair, "example.org/log");
        byte[] a = "a".getBytes(StandardCharsets.UTF_8);
        byte[] b = "b".getBytes(StandardCharsets.UTF_8);
        byte[] root = Hashing.node(Hashing.leaf(a), Hashing.leaf(b));
        String checkpoint = SignedNote.sign(new Checkpoint("example.org/log", 2, root).body(), own, pair.getPrivate())
                .encoded();
        String text = new TlogProof(1, List.of(Hashing.leaf(a)), checkpoint).encoded();
        assertThat(text).startsWith("c2sp.org/tlog-proof@v1\nindex 1\n");
        assertThat(TlogProof.parse(text).verifies(b, own)).isTrue();
        assertThat(TlogProof.parse(text).verifies(a, own)).isFalse();
    }

    @Test
    void what_is_malformed_is_refused() {
        for (String bad : List.of("", "no gap\n", "text\n\n- Peter AAAA\n", "text\n\n— Peter\n", "te\u0001xt\n\n— P AAAAAAAA\n")) {
            assertThatThrownBy(() -> SignedNote.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
        for (String bad : List.of("log\n01\nAAAA\n", "log\n-1\nAAAA\n", "log\n1\nAAAA\n")) {
            assertThatThrownBy(() -> Checkpoint.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> LogKey.parse("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The example of contracts/record/leaf.md: these bytes are fixed for ever. */
    @Test
    void the_leaf_of_the_contracts_example_has_its_hash() {
        byte[] salt = HexFormat.of().parseHex("00".repeat(31) + "01");
        String rest = "{\"data\":{\"symbol\":\"BP/MC.9/A.1\"},\"actor\":\"system:agenda\","
                + "\"receivedAt\":\"2027-01-20T03:00:00Z\",\"forum\":\"forum-1\",\"audience\":\"forum\",\"correlation\":\"c\"}";
        String commitment = Leaf.commitment(salt, rest);
        byte[] leaf = Leaf.of("agenda", "agenda-1", 2, "agenda-1@2", "org.plenary.agenda.SymbolAssigned.v1",
                "2027-01-20T03:00:00Z", commitment);
        assertThat(commitment).isEqualTo("573590e2592f930fc1428754bbda57318e701d69e9dd6f39eabe7b53b561f269");
        assertThat(HexFormat.of().formatHex(Hashing.leaf(leaf))).isEqualTo("b27e19798448c8b737aef2ceef59c7aa7bd1826ea3c393613663867e12fc798d");
        assertThat(new String(leaf, StandardCharsets.UTF_8)).startsWith("{\"commitment\":\"").endsWith("\"version\":2}");
    }
}
