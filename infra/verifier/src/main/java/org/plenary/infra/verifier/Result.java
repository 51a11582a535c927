package org.plenary.infra.verifier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was found, for people and for programs.
 *
 * @param verified whether all of it holds, by the keys that it was judged by
 * @param headline in a line
 * @param words by label, in the order in which they are said
 * @param remarks what is to be known though it holds
 * @param json the same for programs
 */
public record Result(
        boolean verified, String headline, Map<String, String> words, List<String> remarks, ObjectNode json) {
    private static final int LABEL_WIDTH = 15;
    private static final int LINE_WIDTH = 110;

    /** Said instead of VERIFIED where a bundle was judged by no keys but its own: a forger's holds by them too. */
    public static final String OWN_KEYS = "CONSISTENT, BUT THE KEYS ARE THE BUNDLE'S OWN: ";

    /** What holds by these keys. */
    public static Result holds(
            Keys keys, String headline, Map<String, String> words, List<String> remarks, ObjectNode json) {
        String word = keys.source() == Keys.Source.OWN ? OWN_KEYS : "VERIFIED: ";
        return new Result(true, word + headline, words, remarks, json);
    }

    /**
     * What does not hold.
     *
     * @param evidence where it was written out
     */
    public static Result fails(String target, NotVerified e, List<String> evidence) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("Looked at", target);
        words.put("What it means", e.fault().means());
        words.put("Expected", e.expected());
        words.put("Found", e.found());
        words.put("What to do", e.fault().advice());
        if (!evidence.isEmpty()) {
            words.put("Evidence", String.join("\n", evidence));
        }
        ObjectNode json = Json.object()
                .put("fault", e.fault().slug())
                .put("title", e.fault().title())
                .put("means", e.fault().means())
                .put("expected", e.expected())
                .put("found", e.found())
                .put("advice", e.fault().advice());
        ArrayNode files = json.putArray("evidence");
        evidence.forEach(files::add);
        return new Result(false, "NOT VERIFIED: " + e.fault().title(), words, List.of(), json);
    }

    /** One line for programs. */
    public String line(String target) {
        ObjectNode whole = Json.object().put("target", target).put("outcome", outcome());
        whole.setAll(json);
        ArrayNode all = whole.putArray("remarks");
        remarks.forEach(all::add);
        return Json.write(whole);
    }

    private String outcome() {
        if (!verified) {
            return "not-verified";
        }
        return json.path("keys").asString("").equals(Keys.Source.OWN.slug()) ? "consistent" : "verified";
    }

    /** Lines for people. */
    public String text() {
        StringBuilder text = new StringBuilder(headline).append('\n');
        words.forEach((label, said) -> paragraph(text, label, said));
        remarks.forEach(remark -> paragraph(text, "Please note", remark));
        return text.toString();
    }

    private static void paragraph(StringBuilder text, String label, String said) {
        String indent = "  " + (label + " ".repeat(LABEL_WIDTH)).substring(0, LABEL_WIDTH);
        for (String line : said.strip().split("\n")) {
            StringBuilder row = new StringBuilder(indent);
            for (String word : line.split(" ")) {
                if (row.length() > LABEL_WIDTH + 2 && row.length() + word.length() > LINE_WIDTH) {
                    text.append(row.toString().stripTrailing()).append('\n');
                    row = new StringBuilder(" ".repeat(LABEL_WIDTH + 2));
                }
                row.append(shown(word)).append(' ');
            }
            text.append(row.toString().stripTrailing()).append('\n');
            indent = " ".repeat(LABEL_WIDTH + 2);
        }
    }

    /** What came from outside cannot write to the terminal as it likes. */
    private static String shown(String word) {
        StringBuilder plain = new StringBuilder();
        word.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
