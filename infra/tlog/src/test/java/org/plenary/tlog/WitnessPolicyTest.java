package org.plenary.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plenary.tlog.WitnessPolicy.Verdict;
import org.plenary.tlog.WitnessPolicy.Witness;

/** Whose cosignatures suffice: C2SP tlog-policy. */
class WitnessPolicyTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String ORIGIN = "example.com/log";
    private static final KeyPair LOG = pair();
    private static final LogKey LOG_KEY = LogKey.of(ORIGIN, LOG.getPublic());
    private static final Map<String, KeyPair> PAIRS = new HashMap<>();

    /** The specification's example, with keys where it elides them. */
    private static final String EXAMPLE = """
            log <log>

            witness X1 <X1>
            witness X2 <X2>
            witness X3 <X3>
            group X-witnesses 2 X1 X2 X3

            witness Y1 <Y1>
            witness Y2 <Y2>
            witness Y3 <Y3>
            group Y-witnesses any Y1 Y2 Y3

            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y
            """;

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WitnessKey key(String name) {
        return WitnessKey.of(
                "witness.example/" + name,
                PAIRS.computeIfAbsent(name, n -> pair()).getPublic());
    }

    /** The text with each {@code <name>} as that witness's key. */
    private static String filled(String text) {
        String filled = text.replace("<log>", LOG_KEY.vkey());
        while (filled.contains("<")) {
            String name = filled.replaceAll("(?s).*<([^>]*)>.*", "$1");
            filled = filled.replace("<" + name + ">", key(name).vkey());
        }
        return filled;
    }

    private static WitnessPolicy policy(String text) {
        return WitnessPolicy.parse(filled(text));
    }

    private static SignedNote note(String... witnesses) {
        String body = new Checkpoint(ORIGIN, 0, Hashing.empty()).body();
        List<SignedNote.Line> lines =
                new ArrayList<>(SignedNote.sign(body, LOG_KEY, LOG.getPrivate()).signatures());
        for (String w : witnesses) {
            WitnessKey key = key(w);
            lines.add(key.cosign(body, PAIRS.get(w).getPrivate(), NOON));
        }
        return new SignedNote(body, lines);
    }

    private static boolean quorum(WitnessPolicy policy, String... witnesses) {
        return policy.judge(note(witnesses)).quorum();
    }

    @Test
    void the_published_example_asks_for_two_of_one_group_and_any_of_the_other() {
        WitnessPolicy example = policy(EXAMPLE);
        assertThat(quorum(example, "X1", "X3", "Y2")).isTrue();
        assertThat(quorum(example, "X1", "X2", "X3", "Y1", "Y2", "Y3")).isTrue();
        assertThat(quorum(example, "X1", "Y1", "Y2", "Y3")).isFalse();
        assertThat(quorum(example, "X1", "X2", "X3")).isFalse();
        assertThat(quorum(example, "X1", "X2", "Z1", "Z2")).isFalse();
        assertThat(quorum(example)).isFalse();
    }

    @Test
    void a_verdict_says_the_log_the_checkpoint_and_who_cosigned_when() {
        Verdict verdict = policy(EXAMPLE).judge(note("X2", "Y3", "Z1"));
        assertThat(verdict.log().vkey()).isEqualTo(LOG_KEY.vkey());
        assertThat(verdict.checkpoint().size()).isZero();
        assertThat(verdict.cosigned()).isEqualTo(Map.of("X2", NOON, "Y3", NOON));
        assertThat(verdict.quorum()).isFalse();
    }

    @Test
    void what_is_written_is_read_back() {
        for (String text : List.of(
                EXAMPLE,
                "log <log> https://example.com/log\nwitness W <W> https://w.example\nquorum W\n",
                "quorum none\n",
                "quorum none")) {
            WitnessPolicy read = policy(text);
            assertThat(WitnessPolicy.parse(read.encoded()).encoded()).isEqualTo(read.encoded());
        }
        assertThat(policy(EXAMPLE).encoded()).contains("group X-witnesses 2 X1 X2 X3\n", "quorum X-and-Y\n");
        WitnessPolicy addressed = policy("log <log> https://l\nwitness W <W> https://w\nquorum W\n");
        assertThat(addressed.logs().getFirst().address()).isEqualTo("https://l");
        assertThat(addressed.witnesses().get("W").address()).isEqualTo("https://w");
    }

    @Test
    void blanks_tabs_and_comments_are_passed_over() {
        WitnessPolicy read =
                policy("\n \t \n# quorum none\n\t # another\n \tlog\t \t<log> \t\nwitness  W\t<W>\n\tquorum \tW \n\n");
        assertThat(read.quorum()).isEqualTo("W");
        assertThat(read.logs()).hasSize(1);
        assertThat(read.logs().getFirst().address()).isEmpty();
    }

    @Test
    void names_are_any_text_and_not_folded() {
        WitnessPolicy read = policy("witness K <a>\nwitness \u212a <b>\nwitness k <c>\nwitness # <d>\nquorum \u212a\n");
        assertThat(read.witnesses()).hasSize(4);
        assertThat(read.quorum()).isEqualTo("\u212a");
    }

    @Test
    void no_quorum_needs_no_witness_and_no_known_log_means_no_verdict() {
        assertThat(quorum(policy("log <log>\nquorum none\n"))).isTrue();
        assertThatThrownBy(() -> policy("quorum none\n").judge(note("X1"))).hasMessageContaining("no log");
    }

    @Test
    void a_checkpoint_counts_only_by_a_known_log_under_its_own_name() {
        WitnessPolicy policy = policy("log <log>\nquorum none\n");
        LogKey renamed = LogKey.of("example.com/other", LOG.getPublic());
        String body = new Checkpoint(ORIGIN, 0, Hashing.empty()).body();
        String others = new Checkpoint("example.com/other", 0, Hashing.empty()).body();
        KeyPair stranger = pair();
        for (SignedNote bad : List.of(
                SignedNote.sign(body, renamed, LOG.getPrivate()),
                SignedNote.sign(others, LOG_KEY, LOG.getPrivate()),
                SignedNote.sign(others, renamed, LOG.getPrivate()),
                SignedNote.sign(body, LogKey.of(ORIGIN, stranger.getPublic()), stranger.getPrivate()),
                SignedNote.sign("no checkpoint\n", LOG_KEY, LOG.getPrivate()))) {
            assertThatThrownBy(() -> policy.judge(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_cosignature_of_another_text_counts_for_nothing() {
        SignedNote good = note("X1", "X2", "Y1");
        String other = new Checkpoint(ORIGIN, 1, Hashing.empty()).body();
        List<SignedNote.Line> lines = new ArrayList<>(
                SignedNote.sign(other, LOG_KEY, LOG.getPrivate()).signatures());
        lines.addAll(good.signatures().subList(1, good.signatures().size()));
        Verdict verdict = policy(EXAMPLE).judge(new SignedNote(other, lines));
        assertThat(verdict.cosigned()).isEmpty();
        assertThat(verdict.quorum()).isFalse();
    }

    @Test
    void so_many_of_these_witnesses_are_made_into_a_policy() {
        Map<String, Witness> witnesses = new LinkedHashMap<>();
        for (String name : List.of("au", "id", "third")) {
            witnesses.put(name, new Witness(key(name), "https://example.com/witness/" + name));
        }
        WitnessPolicy.Log log = new WitnessPolicy.Log(LOG_KEY, "https://example.com/log");
        WitnessPolicy two = WitnessPolicy.of(log, witnesses, 2);
        assertThat(List.copyOf(two.witnesses().keySet())).containsExactly("au", "id", "third");
        assertThat(quorum(two, "au")).isFalse();
        assertThat(quorum(two, "id", "third")).isTrue();
        assertThat(quorum(WitnessPolicy.of(log, Map.of(), 0))).isTrue();
        for (int threshold : new int[] {-1, 0, 4}) {
            assertThatThrownBy(() -> WitnessPolicy.of(log, witnesses, threshold))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> WitnessPolicy.of(log, Map.of("a b", witnesses.get("au")), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_breaks_a_rule_is_refused_by_its_line() {
        String abc = "witness A <A>\nwitness B <B>\nwitness C <C>\n";
        for (String bad : List.of(
                "",
                "log <log>\n",
                "quorum none\nquorum none\n",
                "quorum\n",
                "quorum none none\n",
                "quorum A\n" + abc,
                abc + "quorum D\n",
                abc + "quorum a\n",
                "Log <log>\nquorum none\n",
                "logs <log>\nquorum none\n",
                "log\nquorum none\n",
                "log x\nquorum none\n",
                "log <log> a b\nquorum none\n",
                "log <A>\nquorum none\n",
                "log <log>\nlog <log>\nquorum none\n",
                "log <log>\nlog " + new LogKey("other", LOG_KEY.raw()).vkey() + "\nquorum none\n",
                "witness A\nquorum none\n",
                "witness A <A> a b\nquorum none\n",
                "witness A <log>\nquorum none\n",
                "witness none <A>\nquorum none\n",
                "witness A <A>\nwitness A <B>\nquorum none\n",
                "witness A <A>\nwitness B <A>\nquorum none\n",
                "witness A <A>\nwitness B " + new WitnessKey("other", WitnessKey.Type.ED25519, key("A").raw()).vkey()
                        + "\nquorum none\n",
                abc + "group A any B\nquorum none\n",
                abc + "group none any B\nquorum none\n",
                abc + "group G any A\ngroup G any B\nquorum none\n",
                abc + "group G any A\nwitness G <G>\nquorum none\n",
                abc + "group G any\nquorum none\n",
                abc + "group G 0 A\nquorum none\n",
                abc + "group G 2 A\nquorum none\n",
                abc + "group G -1 A\nquorum none\n",
                abc + "group G 01 A\nquorum none\n",
                abc + "group G +1 A\nquorum none\n",
                abc + "group G ١ A\nquorum none\n",
                abc + "group G 99999999999 A\nquorum none\n",
                abc + "group G some A\nquorum none\n",
                abc + "group G any none\nquorum none\n",
                abc + "group G any G\nquorum none\n",
                abc + "group G any H\ngroup H any A\nquorum none\n",
                abc + "group G any A A\nquorum none\n",
                abc + "group G any A\ngroup H any A B\nquorum none\n",
                abc + "group G any A\ngroup H any G\ngroup I any G\nquorum none\n",
                "quorum none\r\n",
                "quorum none\0",
                "# \u0001\nquorum none\n",
                "# \u007f\nquorum none\n",
                "quorum\u00a0none\n",
                "quorum\u000bnone\n")) {
            assertThatThrownBy(() -> policy(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> policy("# one\n\nlog x\nquorum none\n")).hasMessageContaining("line 3");
    }

    @Test
    void sixty_four_of_each_and_no_more() {
        String most = each(WitnessPolicy.EACH_MAX);
        WitnessPolicy read = WitnessPolicy.parse(most);
        assertThat(read.logs()).hasSize(64);
        assertThat(read.witnesses()).hasSize(64);
        assertThat(read.groups()).hasSize(64);
        for (String kind : List.of("log", "witness", "group")) {
            String more = each(WitnessPolicy.EACH_MAX + 1)
                    .lines()
                    .filter(l ->
                            !l.contains("64") || l.startsWith(kind) || kind.equals("group") && l.startsWith("witness"))
                    .reduce("", (all, l) -> all + l + "\n");
            assertThatThrownBy(() -> WitnessPolicy.parse(more)).hasMessageContaining("64 ");
        }
    }

    /** The n-th of each has n in its name. */
    private static String each(int count) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, count)
                .forEach(i -> text.append("log ")
                        .append(new LogKey(
                                        "log" + i,
                                        Hashing.sha256(("log" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                                .vkey())
                        .append('\n'));
        IntStream.range(0, count)
                .forEach(i -> text.append("witness w" + i + " ")
                        .append(key("w" + i).vkey())
                        .append('\n'));
        IntStream.range(0, count).forEach(i -> text.append("group g" + i + " any w" + i + "\n"));
        return text.append("quorum g0\n").toString();
    }

    /** A file of the greatest length is read at once, also where it is all one gap. */
    @Test
    void the_length_is_limited_and_no_text_of_it_takes_long() {
        String most = "#" + " ".repeat(WitnessPolicy.CHARS_MAX - 15) + "x\nquorum none\n";
        assertThat(WitnessPolicy.parse(most).quorum()).isEqualTo("none");
        assertThatThrownBy(() -> WitnessPolicy.parse("#" + most)).hasMessageContaining("at most");
    }
}
