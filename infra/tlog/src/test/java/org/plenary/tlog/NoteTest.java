package org.plenary.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signed notes and verifier keys: C2SP signed-note v1.0.0. */
class NoteTest {
    private static final String TEXT =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private static final String VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final LogKey PUBLISHED = LogKey.parse(VKEY);
    private static final String LINE = "— PeterNeumann "
            + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String NOTE = TEXT + "\n" + LINE;

    private static KeyPair pair(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    @Test
    void the_published_example_verifies_and_is_written_as_it_was_read() {
        SignedNote note = SignedNote.parse(NOTE);
        assertThat(note.signedBy(PUBLISHED)).isTrue();
        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(note.encoded()).isEqualTo(NOTE);
        assertThat(PUBLISHED.vkey()).isEqualTo(VKEY);
        assertThat(HexFormat.of().formatHex(PUBLISHED.id())).isEqualTo("c74f20a3");
    }

    @Test
    void no_character_of_the_text_may_change() {
        for (int at = 0; at < TEXT.length() - 1; at++) {
            char other = TEXT.charAt(at) == 'x' ? 'y' : 'x';
            String changed = TEXT.substring(0, at) + other + TEXT.substring(at + 1) + "\n" + LINE;
            assertThat(SignedNote.parse(changed).signedBy(PUBLISHED))
                    .as(changed)
                    .isFalse();
        }
    }

    @Test
    void what_is_signed_is_read_back_also_with_blank_lines_and_other_scripts() throws Exception {
        KeyPair pair = pair("Ed25519");
        LogKey own = LogKey.of("example.org/log", pair.getPublic());
        for (String text : List.of("\n", "a\n\nb\n\n", "— not a signature AAAA\n", "Bali Process: ປະທານຮ່ວມ 😀\n")) {
            SignedNote read = SignedNote.parse(
                    SignedNote.sign(text, own, pair.getPrivate()).encoded());
            assertThat(read.text()).isEqualTo(text);
            assertThat(read.signedBy(own)).isTrue();
        }
        assertThat(LogKey.privateKey(pair.getPrivate().getEncoded())).isEqualTo(pair.getPrivate());
        assertThat(LogKey.parse(own.vkey()).raw()).isEqualTo(own.raw());
    }

    /** Name and id together name a key: one of the two alone is a stranger's. */
    @Test
    void signatures_of_unknown_keys_are_passed_over() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            lines.add("— witness" + i + ".example " + Base64.getEncoder().encodeToString(new byte[76]) + "\n");
        }
        lines.add(LINE.replace("PeterNeumann", "PeterNewman"));
        lines.add("— PeterNeumann " + Base64.getEncoder().encodeToString(new byte[68]) + "\n");
        lines.add(LINE);
        assertThat(SignedNote.parse(TEXT + "\n" + String.join("", lines)).signedBy(PUBLISHED))
                .isTrue();
        lines.removeLast();
        assertThat(SignedNote.parse(TEXT + "\n" + String.join("", lines)).signedBy(PUBLISHED))
                .isFalse();
    }

    @Test
    void one_false_signature_of_the_known_key_spoils_the_note() {
        byte[] value = Base64.getDecoder()
                .decode(LINE.substring("— PeterNeumann ".length()).strip());
        value[67] ^= 1;
        String falseLine = "— PeterNeumann " + Base64.getEncoder().encodeToString(value) + "\n";
        assertThat(SignedNote.parse(TEXT + "\n" + LINE + falseLine).signedBy(PUBLISHED))
                .isFalse();
        assertThat(SignedNote.parse(TEXT + "\n" + falseLine).signedBy(PUBLISHED))
                .isFalse();
        String shortLine = "— PeterNeumann " + Base64.getEncoder().encodeToString(Arrays.copyOf(value, 67)) + "\n";
        assertThat(SignedNote.parse(TEXT + "\n" + shortLine).signedBy(PUBLISHED))
                .isFalse();
    }

    @Test
    void what_is_malformed_is_no_note() {
        String bare = LINE.strip();
        for (String bad : List.of(
                "",
                "\n",
                "no gap\n",
                NOTE.stripTrailing(),
                NOTE + "\n",
                NOTE + "more\n",
                TEXT + LINE,
                TEXT + "\n\n",
                NOTE.replace("—", "-"),
                NOTE.replace("— ", "—"),
                NOTE.replace("PeterNeumann ", ""),
                NOTE.replace("PeterNeumann ", " "),
                NOTE.replace("PeterNeumann ", "PeterNeumann  "),
                NOTE.replace("PeterNeumann ", "Peter Neumann "),
                NOTE.replace("PeterNeumann ", "Peter+Neumann "),
                NOTE.replace("PeterNeumann ", "Peter\u00a0Neumann "),
                NOTE.replace("AM=", "AM"),
                NOTE.replace("AM=", "AN="),
                NOTE.replace("x08go/", "x08go_"),
                NOTE.replace("answer", "ans\u0001er"),
                NOTE.replace("answer", "ans\ter"),
                NOTE.replace("\n", "\r\n"),
                NOTE.replace("answer", "ans\ud800er"),
                TEXT + "\n— PeterNeumann AAAAAA==\n",
                TEXT + "\n" + LINE + "\n" + bare,
                TEXT + "\n" + String.join("", Collections.nCopies(SignedNote.SIGNATURES_MAX + 1, LINE)),
                "x".repeat(SignedNote.CHARS_MAX) + NOTE)) {
            assertThatThrownBy(() -> SignedNote.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void text_that_could_not_be_read_back_is_not_signed() throws Exception {
        KeyPair pair = pair("Ed25519");
        LogKey own = LogKey.of("example.org/log", pair.getPublic());
        for (String bad : List.of("", "no newline", "a\tb\n", "a\r\n", "half \ud800\n")) {
            assertThatThrownBy(() -> SignedNote.sign(bad, own, pair.getPrivate()))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_is_malformed_is_no_key() throws Exception {
        byte[] raw = PUBLISHED.raw();
        for (String bad : List.of(
                "",
                "PeterNeumann",
                VKEY.replace("c74f20a3", "c74f20a4"),
                VKEY.replace("c74f20a3", "C74F20A3"),
                VKEY.replace("+ARpc", "+BBpc"),
                VKEY + "AAAA",
                VKEY.substring(0, VKEY.length() - 4),
                VKEY.replace("PeterNeumann", "PeterNewman"),
                VKEY.replace("PeterNeumann", ""))) {
            assertThatThrownBy(() -> LogKey.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
        for (String name : List.of("", "a b", "a+b", "a\u2003b", "a\u00a0b", "a\u0085b", "a\nb", "a\u0001b")) {
            assertThatThrownBy(() -> new LogKey(name, raw)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new LogKey("a", new byte[31])).isInstanceOf(IllegalArgumentException.class);
        KeyPair agreement = pair("X25519");
        assertThatThrownBy(() -> LogKey.of("a", agreement.getPublic())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LogKey.privateKey(agreement.getPrivate().getEncoded()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
