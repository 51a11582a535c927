package org.plenary.tlog;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What proves one entry of the log without a server: {@code contracts/record/proof.md}. It stands beside each published
 * file, and is the receipt of who submitted something.
 *
 * @param leaf the entry, byte for byte
 * @param opening what opens the leaf's commitment; absent for who may not read it, and after a redaction
 * @param proof C2SP tlog-proof
 * @param policy C2SP tlog-policy; who verifies compares its keys with those known from elsewhere
 * @param file which file the entry speaks of, if of one
 */
public record ProofBundle(
        String leaf, Optional<Opening> opening, String proof, String policy, Optional<FileClaim> file) {
    /** Characters of a bundle at most. */
    public static final int CHARS_MAX = 4_000_000;

    private static final String SCHEMA = "plenary-proof-v1";
    private static final Pattern SALT = Pattern.compile("[0-9a-f]{" + 2 * Leaf.SALT_BYTES + "}");

    /**
     * What opens a commitment.
     *
     * @param salt 32 bytes
     * @param rest a JSON object
     */
    public record Opening(byte[] salt, String rest) {}

    /**
     * A file that the entry speaks of.
     *
     * @param name its name, for people
     * @param sha256 of its bytes, 64 hexadecimal digits
     * @param pointer where in {@code rest} this hash stands: JSON Pointer, RFC 6901
     */
    public record FileClaim(String name, String sha256, String pointer) {}

    /** The bundle as the text of its file. */
    public String encoded() {
        ObjectNode bundle = StrictJson.MAPPER.createObjectNode();
        bundle.put("schema", SCHEMA).put("leaf", leaf);
        opening.ifPresent(o -> bundle.putObject("opening")
                .put("salt", HexFormat.of().formatHex(o.salt()))
                .set("rest", StrictJson.tree(o.rest())));
        bundle.put("proof", proof).put("policy", policy);
        file.ifPresent(f -> bundle.putObject("file")
                .put("name", f.name())
                .put("sha256", f.sha256())
                .put("pointer", f.pointer()));
        return StrictJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(bundle) + "\n";
    }

    /** Reads a bundle; throws IllegalArgumentException where it is none. */
    public static ProofBundle parse(String text) {
        if (text.length() > CHARS_MAX) {
            throw new IllegalArgumentException("a proof bundle of " + text.length() + " characters");
        }
        JsonNode bundle = StrictJson.tree(text);
        if (!bundle.path("schema").asString("").equals(SCHEMA)) {
            throw new IllegalArgumentException("not a proof bundle: its schema is not " + SCHEMA);
        }
        JsonNode opening = bundle.path("opening");
        JsonNode file = bundle.path("file");
        return new ProofBundle(
                member(bundle, "leaf"),
                opening.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(
                                new Opening(hex(member(opening, "salt")), StrictJson.write(opening.path("rest")))),
                member(bundle, "proof"),
                member(bundle, "policy"),
                file.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(
                                new FileClaim(member(file, "name"), member(file, "sha256"), member(file, "pointer"))));
    }

    private static String member(JsonNode node, String name) {
        JsonNode found = node.path(name);
        if (!found.isString()) {
            throw new IllegalArgumentException("the proof bundle has no text as its " + name);
        }
        return found.asString();
    }

    private static byte[] hex(String text) {
        if (!SALT.matcher(text).matches()) {
            throw new IllegalArgumentException("a salt has 64 hexadecimal digits in lower case");
        }
        return HexFormat.of().parseHex(text);
    }

    /**
     * Verifies everything but the file's bytes: that the entry stands in a log that the policy knows, under a checkpoint
     * that its quorum cosigned, and that the opening opens the entry's commitment.
     *
     * @param trusted the policy to judge by, which need not be the bundle's own
     * @return what the policy says of the checkpoint; its quorum holds
     * @throws IllegalArgumentException that says in words what does not hold
     */
    public WitnessPolicy.Verdict verify(WitnessPolicy trusted) {
        TlogProof tlog = TlogProof.parse(proof);
        WitnessPolicy.Verdict verdict = trusted.judge(SignedNote.parse(tlog.checkpoint()));
        if (!verdict.quorum()) {
            throw new IllegalArgumentException("too few witnesses cosigned the checkpoint: "
                    + verdict.cosigned().keySet());
        }
        Checkpoint head = verdict.checkpoint();
        byte[] entry = leaf.getBytes(StandardCharsets.UTF_8);
        if (!Proofs.includes(Hashing.leaf(entry), tlog.index(), head.size(), tlog.path(), head.root())) {
            throw new IllegalArgumentException(
                    "the entry is not number " + tlog.index() + " of the log's first " + head.size());
        }
        opening.ifPresent(o -> {
            String says = StrictJson.tree(leaf).path("commitment").asString("");
            if (!Leaf.commitment(o.salt(), o.rest()).equals(says)) {
                throw new IllegalArgumentException("the details are not those that the entry commits to");
            }
        });
        return verdict;
    }

    /**
     * Whether the entry, opened, speaks of exactly these bytes.
     *
     * @throws IllegalArgumentException where the bundle speaks of no file, or is not opened
     */
    public boolean speaksOf(byte[] bytes) {
        FileClaim claim = file.orElseThrow(() -> new IllegalArgumentException("the proof bundle speaks of no file"));
        Opening opened = opening.orElseThrow(() -> new IllegalArgumentException("the proof bundle is not opened"));
        @Nullable
        String said = StrictJson.tree(opened.rest()).at(claim.pointer()).asString(null);
        String actual = HexFormat.of().formatHex(Hashing.sha256(bytes));
        return actual.equals(said) && actual.equals(claim.sha256());
    }
}
