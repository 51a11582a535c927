package org.plenary.infra.verifier.document;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.log.Beginning;
import org.plenary.infra.verifier.log.Entry;
import org.plenary.infra.verifier.log.Head;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.Leaf;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.Proofs;
import org.plenary.tlog.TlogProof;
import tools.jackson.databind.JsonNode;

/**
 * An entry that stands in the record, as {@code contracts/record/proof.md} has it verified.
 *
 * @param index its number in the log, from 0
 * @param rest what was recorded and does not stand in the entry; empty where it was not opened
 */
record Proven(Head head, long index, Entry entry, Optional<JsonNode> rest) {
    /**
     * Where an event of which type seals the bytes of a file: {@code contracts/record/proof.md}, "Events that seal a
     * file". Any other text of 64 digits that somebody could have recorded proves nothing.
     */
    private static final Map<String, String> SEALING = Map.of(
            "org.plenary.outcomes.DocumentPublished.v1", "/data/hash",
            "org.plenary.agenda.AgendaCirculated.v1", "/data/hash",
            "org.plenary.agenda.AgendaAdopted.v1", "/data/hash");

    /** Reads a proof bundle; throws NotVerified where it is none. */
    static ProofBundle bundle(String text) {
        try {
            return ProofBundle.parse(text);
        } catch (IllegalArgumentException e) {
            throw notAProof("a proof bundle (plenary-proof-v1)", e);
        }
    }

    /** Reads a proof in the C2SP form; throws NotVerified where it is none. */
    static TlogProof proof(String text) {
        try {
            return TlogProof.parse(text);
        } catch (IllegalArgumentException e) {
            throw notAProof("a proof (C2SP tlog-proof)", e);
        }
    }

    private static NotVerified notAProof(String expected, IllegalArgumentException e) {
        return new NotVerified(Fault.NOT_A_PROOF, expected, String.valueOf(e.getMessage()));
    }

    /** Leads an entry by its proof to a checkpoint that counts; throws NotVerified where it does not lead there. */
    static Proven of(byte[] leaf, TlogProof proof, Head head, Keys keys) {
        byte[] root = head.checkpoint().root();
        if (!Proofs.includes(
                Hashing.leaf(leaf), proof.index(), head.checkpoint().size(), proof.path(), root)) {
            throw new NotVerified(
                    Fault.NOT_IN_LOG,
                    "that the proof leads from this entry to " + head.words(),
                    "that as number " + proof.index() + " it does not");
        }
        Entry entry = Entry.read(leaf);
        entry.origin().ifPresent(begins -> Beginning.requireInPlace(begins, proof.index(), head, keys));
        return new Proven(head, proof.index(), entry, Optional.empty());
    }

    /** The same for a bundle, with what it opens. */
    static Proven of(ProofBundle bundle, TlogProof proof, Head head, Keys keys) {
        Proven closed = of(bundle.leaf().getBytes(StandardCharsets.UTF_8), proof, head, keys);
        if (bundle.opening().isEmpty()) {
            return closed;
        }
        ProofBundle.Opening opening = bundle.opening().get();
        String says = closed.entry()
                .event()
                .map(Entry.Event::commitment)
                .orElseThrow(() ->
                        new NotVerified(Fault.OPENING_FALSE, "no details, since the entry is of no event", "details"));
        String opened;
        try {
            opened = Leaf.commitment(opening.salt(), opening.rest());
        } catch (IllegalArgumentException e) {
            throw notAProof("details that have a canonical form", e);
        }
        if (!opened.equals(says)) {
            throw new NotVerified(
                    Fault.OPENING_FALSE, "details with the sealed hash " + says, "details with " + opened);
        }
        return new Proven(head, closed.index(), closed.entry(), Json.read(opening.rest()));
    }

    /** Throws NotVerified where the entry, opened, does not speak of a file with this SHA-256 (in hexadecimal). */
    void requireFile(ProofBundle bundle, String sha256) {
        if (bundle.file().isEmpty() || rest.isEmpty()) {
            throw new NotVerified(
                    Fault.FILE_CHANGED,
                    "a proof that speaks of a file, with its details open",
                    rest.isEmpty() ? "one whose details are sealed" : "one that speaks of no file");
        }
        requireClaim(bundle);
        String said = bundle.file().get().sha256();
        if (!said.equals(sha256)) {
            throw new NotVerified(
                    Fault.FILE_CHANGED,
                    "a file with the SHA-256 " + said + ", of which the record speaks",
                    "one with " + sha256);
        }
    }

    /** Throws NotVerified where the bundle says that the entry, opened, speaks of a file, and it does not. */
    void requireClaim(ProofBundle bundle) {
        if (bundle.file().isEmpty() || rest.isEmpty()) {
            return;
        }
        ProofBundle.FileClaim claim = bundle.file().get();
        String type = entry.event().map(Entry.Event::type).orElse("");
        if (!claim.pointer().equals(SEALING.get(type))) {
            throw new NotVerified(
                    Fault.FILE_CHANGED,
                    "an event that seals a file, and the place where it does",
                    "the type " + type + " and the place " + claim.pointer());
        }
        String said = rest.get().at(claim.pointer()).asString("");
        if (!said.equals(claim.sha256())) {
            throw new NotVerified(
                    Fault.FILE_CHANGED,
                    "the SHA-256 " + claim.sha256() + " in the record at " + claim.pointer(),
                    said.isEmpty() ? "none there" : said);
        }
    }
}
