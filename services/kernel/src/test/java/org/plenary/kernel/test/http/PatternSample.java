package org.plenary.kernel.test.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that a pattern of the contracts matches: characters, classes, groups, alternatives and counts. */
final class PatternSample {
    private static final int REPEATED_MAX = 6;
    private static final String PRINTABLE = "abzAZ019-_. ";

    private final String pattern;
    private final Random random;
    private int at;

    private PatternSample(String pattern, Random random) {
        this.pattern = pattern;
        this.random = random;
    }

    static String of(String pattern, Random random) {
        return new PatternSample(pattern, random).alternatives();
    }

    private String alternatives() {
        List<String> all = new ArrayList<>(List.of(sequence()));
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            all.add(sequence());
        }
        return all.get(random.nextInt(all.size()));
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (at < pattern.length() && pattern.charAt(at) != ')' && pattern.charAt(at) != '|') {
            int from = at;
            String once = atom();
            int atomEnd = at;
            int times = count();
            int after = at;
            for (int i = 0; i < times; i++) {
                at = from;
                text.append(i == 0 ? once : atom());
            }
            at = times == 0 ? after : Math.max(after, atomEnd);
        }
        return text.toString();
    }

    private String atom() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '^', '$' -> "";
            case '.' -> String.valueOf(PRINTABLE.charAt(random.nextInt(PRINTABLE.length())));
            case '\\' -> escaped(pattern.charAt(at++));
            case '[' -> oneOf();
            case '(' -> group();
            default -> String.valueOf(c);
        };
    }

    private String escaped(char c) {
        return switch (c) {
            case 'd' -> String.valueOf(random.nextInt(10));
            case 'w' -> "w";
            case 's' -> " ";
            default -> String.valueOf(c);
        };
    }

    private String group() {
        boolean ahead = pattern.startsWith("?=", at) || pattern.startsWith("?!", at);
        if (pattern.startsWith("?", at)) {
            at += 2;
        }
        String inside = alternatives();
        at++;
        return ahead ? "" : inside;
    }

    private String oneOf() {
        List<Character> all = new ArrayList<>();
        while (pattern.charAt(at) != ']') {
            char from = pattern.charAt(at++);
            if (from == '\\') {
                from = escaped(pattern.charAt(at++)).charAt(0);
            }
            char to = from;
            if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
                to = pattern.charAt(at + 1);
                at += 2;
            }
            for (char c = from; c <= to; c++) {
                all.add(c);
            }
        }
        at++;
        return String.valueOf(all.get(random.nextInt(all.size())));
    }

    private int count() {
        if (at >= pattern.length()) {
            return 1;
        }
        return switch (pattern.charAt(at)) {
            case '?' -> {
                at++;
                yield random.nextInt(2);
            }
            case '*' -> {
                at++;
                yield random.nextInt(REPEATED_MAX);
            }
            case '+' -> {
                at++;
                yield 1 + random.nextInt(REPEATED_MAX);
            }
            case '{' -> {
                int end = pattern.indexOf('}', at);
                String[] limits = pattern.substring(at + 1, end).split(",", -1);
                at = end + 1;
                int least = Integer.parseInt(limits[0]);
                int most = limits.length == 1
                        ? least
                        : limits[1].isEmpty() ? least + REPEATED_MAX : Integer.parseInt(limits[1]);
                yield least + random.nextInt(Math.min(most - least, REPEATED_MAX) + 1);
            }
            default -> 1;
        };
    }
}
