package org.plenary.tlog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which logs are known, and whose cosignatures make a checkpoint count: C2SP tlog-policy. Addresses are kept where they
 * stand.
 *
 * @param logs the logs' keys; a checkpoint counts that one of them signed
 * @param witnesses the witnesses by the names that this policy gives them
 * @param groups by name, each of so many of its members
 * @param quorum a witness, a group, or {@code none}
 */
public record WitnessPolicy(List<Log> logs, Map<String, Witness> witnesses, Map<String, Group> groups, String quorum) {
    /** Logs, witnesses, and groups of a policy at most, each; the format asks for at least 32. */
    public static final int EACH_MAX = 64;
    /** Characters of a policy at most. */
    public static final int CHARS_MAX = 256 * 1024;
    /** The quorum of a policy that asks for no witness. */
    public static final String NONE = "none";

    /** A log. */
    public record Log(LogKey key, String address) {}

    /** A witness. */
    public record Witness(WitnessKey key, String address) {}

    /** A group, which has witnessed what at least so many of its members have. */
    public record Group(int threshold, List<String> members) {}

    /**
     * What a policy says of a checkpoint.
     *
     * @param log the log that signed it
     * @param cosigned when which witness cosigned it
     * @param quorum whether these suffice
     */
    public record Verdict(LogKey log, Checkpoint checkpoint, Map<String, Instant> cosigned, boolean quorum) {}

    /** A log whose checkpoints so many of these witnesses must cosign; none where there are no witnesses. */
    public static WitnessPolicy of(Log log, Map<String, Witness> witnesses, int threshold) {
        if (witnesses.isEmpty()) {
            return new WitnessPolicy(List.of(log), Map.of(), Map.of(), NONE);
        }
        Map<String, Group> groups = Map.of("witnesses", new Group(threshold, List.copyOf(witnesses.keySet())));
        return parse(new WitnessPolicy(List.of(log), witnesses, groups, "witnesses").encoded());
    }

    /** The text of the policy. */
    public String encoded() {
        StringBuilder text = new StringBuilder();
        logs.forEach(l -> line(text, "log", l.key().vkey(), l.address()));
        witnesses.forEach((n, w) -> line(text, "witness", n, w.key().vkey(), w.address()));
        groups.forEach(
                (n, g) -> line(text, "group", n, Integer.toString(g.threshold()), String.join(" ", g.members())));
        line(text, "quorum", quorum);
        return text.toString();
    }

    private static void line(StringBuilder text, String... items) {
        text.append(String.join(" ", items).strip()).append('\n');
    }

    /** Reads a policy; throws IllegalArgumentException that names the line where it is none. */
    public static WitnessPolicy parse(String text) {
        if (text.length() > CHARS_MAX || text.chars().anyMatch(c -> c < 0x20 && c != '\n' && c != '\t' || c == 0x7f)) {
            throw new IllegalArgumentException("a policy has no control characters, and " + CHARS_MAX + " at most");
        }
        Reading reading = new Reading();
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            // by splitting, since an expression for spaces at an end takes quadratic time on spaces in the middle
            String[] items =
                    Stream.of(line.split("[ \t]+")).filter(i -> !i.isEmpty()).toArray(String[]::new);
            if (items.length > 0 && !items[0].startsWith("#")) {
                try {
                    reading.line(items);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + number + " of the policy: " + e.getMessage(), e);
                }
            }
        }
        return reading.policy();
    }

    private static final class Reading {
        private final List<Log> logs = new ArrayList<>();
        private final Map<String, Witness> witnesses = new LinkedHashMap<>();
        private final Map<String, Group> groups = new LinkedHashMap<>();
        private final Set<String> keys = new HashSet<>();
        private final Set<String> members = new HashSet<>();
        private String quorum = "";

        void line(String[] items) {
            switch (items[0]) {
                case "log" -> log(items);
                case "witness" -> witness(items);
                case "group" -> group(items);
                case "quorum" -> quorum(items);
                default -> throw new IllegalArgumentException("nothing is called " + items[0] + " in a policy");
            }
        }

        private void log(String[] items) {
            require(items.length == 2 || items.length == 3, "log, key and perhaps an address");
            Log log = new Log(LogKey.parse(items[1]), items.length == 3 ? items[2] : "");
            once("log " + HexFormat.of().formatHex(log.key().raw()));
            logs.add(log);
            require(logs.size() <= EACH_MAX, EACH_MAX + " logs at most");
        }

        private void witness(String[] items) {
            require(items.length == 3 || items.length == 4, "witness, name, key and perhaps an address");
            Witness witness = new Witness(WitnessKey.parse(items[2]), items.length == 4 ? items[3] : "");
            once("witness " + HexFormat.of().formatHex(witness.key().raw()));
            require(!known(items[1]), "the name " + items[1] + " is taken");
            witnesses.put(items[1], witness);
            require(witnesses.size() <= EACH_MAX, EACH_MAX + " witnesses at most");
        }

        private void group(String[] items) {
            require(items.length >= 4, "group, name, how many, and members");
            List<String> named = List.of(items).subList(3, items.length);
            require(!known(items[1]), "the name " + items[1] + " is taken");
            for (String member : named) {
                require(known(member) && !member.equals(NONE), member + " was not named before");
                require(members.add(member), member + " is a member of a group already");
            }
            groups.put(items[1], new Group(threshold(items[2], named.size()), named));
            require(groups.size() <= EACH_MAX, EACH_MAX + " groups at most");
        }

        private static int threshold(String text, int members) {
            if (text.equals("all")) {
                return members;
            }
            if (text.equals("any")) {
                return 1;
            }
            require(text.matches("[1-9]\\d{0,3}"), text + " is no number of members");
            int threshold = Integer.parseInt(text);
            require(threshold <= members, threshold + " of " + members + " members");
            return threshold;
        }

        private void quorum(String[] items) {
            require(items.length == 2 && quorum.isEmpty(), "one quorum, and a name");
            require(known(items[1]), items[1] + " was not named before");
            quorum = items[1];
        }

        private boolean known(String name) {
            return name.equals(NONE) || witnesses.containsKey(name) || groups.containsKey(name);
        }

        private void once(String key) {
            require(keys.add(key), "this key stands there twice");
        }

        WitnessPolicy policy() {
            require(!quorum.isEmpty(), "a policy names its quorum");
            return new WitnessPolicy(
                    List.copyOf(logs),
                    java.util.Collections.unmodifiableMap(witnesses),
                    java.util.Collections.unmodifiableMap(groups),
                    quorum);
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException(rule);
            }
        }
    }

    /**
     * Judges a signed checkpoint.
     *
     * @throws IllegalArgumentException where none of the logs signed it under its own name
     */
    public Verdict judge(SignedNote note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        LogKey log = logs.stream()
                .map(Log::key)
                .filter(k -> k.name().equals(checkpoint.origin()) && note.signedBy(k))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no log of the policy signed the checkpoint of " + checkpoint.origin()));
        Map<String, Instant> cosigned = new LinkedHashMap<>();
        witnesses.forEach((name, w) -> w.key().cosigned(note).ifPresent(at -> cosigned.put(name, at)));
        return new Verdict(log, checkpoint, cosigned, witnessed(quorum, cosigned::containsKey));
    }

    private boolean witnessed(String name, Predicate<String> cosigned) {
        if (name.equals(NONE)) {
            return true;
        }
        Group group = groups.get(name);
        return group == null
                ? cosigned.test(name)
                : group.members().stream().filter(m -> witnessed(m, cosigned)).count() >= group.threshold();
    }
}
