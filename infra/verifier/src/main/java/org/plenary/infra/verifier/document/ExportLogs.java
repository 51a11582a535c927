package org.plenary.infra.verifier.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.log.Beginning;
import org.plenary.infra.verifier.log.Beginning.Standing;
import org.plenary.infra.verifier.log.Head;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.OriginLeaf;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TlogProof;
import org.plenary.tlog.WitnessPolicy;

/**
 * The logs to which an export's proofs lead: its own, whose checkpoint lies in it, and those that ended before, each
 * with one checkpoint and one policy in all its bundles. One of those is judged by the user's keys where they name it.
 * Else, or where only its witnesses are others than those, the old log's signature is enough where a log that is judged
 * by the user's keys goes on from exactly that checkpoint, as its first entry in the export says: its root is bound. Else
 * the keys are those that the bundles bring.
 */
final class ExportLogs {
    /** Logs that ended before, at most. */
    static final int ENDED_MAX = 100;

    /**
     * What the proofs of one log are judged by.
     *
     * @param policy as its bundles have it
     * @param continued whether the log that goes on from it was seen to name this very checkpoint
     * @param kept entries of it that the record still had when the next log began
     */
    record Under(Head head, Keys keys, String policy, boolean continued, long kept) {
        String origin() {
            return head.checkpoint().origin();
        }
    }

    /** The first entry of a log, and what that log is judged by. */
    private record Goes(OriginLeaf on, Under under) {
        /** Whether it goes on from this very checkpoint, under the old log's signature. */
        boolean names(String checkpoint) {
            SignedNote note = SignedNote.parse(checkpoint);
            Checkpoint shown = Checkpoint.parse(note.text());
            OriginLeaf.Previous named = on.previous();
            return shown.size() == named.size()
                    && Arrays.equals(shown.root(), named.root())
                    && note.signedBy(named.key());
        }

        /** The old log's key, worth as much as those by which this is known. */
        Keys key() {
            WitnessPolicy alone =
                    WitnessPolicy.of(new WitnessPolicy.Log(on.previous().key(), ""), Map.of(), 0);
            return new Keys(alone.encoded(), alone, under.keys().source());
        }
    }

    private final Under own;
    private final Optional<Keys> given;
    private final Map<String, Under> ended = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    /** By the name of the log that ended. */
    private final Map<String, Goes> onFrom = new HashMap<>();

    ExportLogs(Head head, Keys keys, String policy, Optional<Keys> given) {
        this.own = new Under(head, keys, policy, false, Long.MAX_VALUE);
        this.given = given;
    }

    /** Says that a log goes on from another, before anything of that other one is looked at. */
    void goesOn(OriginLeaf leaf, Under under) {
        onFrom.put(leaf.previous().origin(), new Goes(leaf, under));
    }

    /** The log of a bundle; throws NotVerified where its checkpoint or its policy is not the one of that log here. */
    Under of(ProofBundle bundle, TlogProof proof) {
        Under under = proof.checkpoint().equals(own.head().note()) ? own : ended(bundle, proof);
        if (!bundle.policy().equals(under.policy())) {
            throw ExportContents.damaged("a proof with the export's own policy", "one with another");
        }
        return under;
    }

    private Under ended(ProofBundle bundle, TlogProof proof) {
        String origin = origin(proof.checkpoint());
        Under under = ended.get(origin);
        if (origin.equals(own.origin())
                || (under != null && !under.head().note().equals(proof.checkpoint()))) {
            throw ExportContents.damaged(
                    "a proof that leads to the export's own checkpoint", "one that leads to another");
        }
        if (under == null) {
            if (ended.size() == ENDED_MAX) {
                throw ExportContents.damaged("events of at most " + ENDED_MAX + " logs that ended", "more");
            }
            under = judged(origin, bundle, proof);
            ended.put(origin, under);
        }
        return under;
    }

    private Under judged(String origin, ProofBundle bundle, TlogProof proof) {
        Optional<Keys> named = given.filter(
                k -> k.policy().logs().stream().anyMatch(log -> log.key().name().equals(origin)));
        Optional<Goes> on = Optional.ofNullable(onFrom.get(origin));
        byte[] note = proof.checkpoint().getBytes(StandardCharsets.UTF_8);
        Keys own = Keys.parse(bundle.policy().getBytes(StandardCharsets.UTF_8), Keys.Source.OWN);
        Optional<Keys> alone = on.filter(goes -> goes.names(proof.checkpoint()))
                .filter(goes -> own.has(goes.on().previous().key()))
                .map(Goes::key)
                .filter(key -> named.isEmpty() || key.source() != Keys.Source.OWN);
        Keys keys = named.or(() -> alone).orElse(own);
        Head head;
        try {
            head = Head.judge(note, keys);
        } catch (NotVerified e) {
            if (e.fault() != Fault.TOO_FEW_WITNESSES || alone.isEmpty()) {
                throw e;
            }
            head = Head.judge(note, alone.get());
            remarks.add("Too few of the witnesses that your keys name signed the last checkpoint of " + origin
                    + ". It counts because the next log, which they do cover, goes on from exactly this checkpoint.");
        }
        Optional<Standing> standing = on.isEmpty()
                ? Optional.empty()
                : Optional.of(Beginning.standing(on.get().on(), head, keys));
        long kept = on.map(goes -> goes.on().kept()).orElse(Long.MAX_VALUE);
        return new Under(head, keys, bundle.policy(), standing.equals(Optional.of(Standing.SAME)), kept);
    }

    private static String origin(String note) {
        try {
            return Checkpoint.parse(SignedNote.parse(note).text()).origin();
        } catch (IllegalArgumentException e) {
            throw ExportContents.damaged(
                    "a proof that leads to a signed checkpoint", "one that does not: " + e.getMessage());
        }
    }

    /** What is to be known though it holds. */
    List<String> remarks() {
        return remarks;
    }

    /** The name of the export's own log. */
    String origin() {
        return own.origin();
    }

    /** Whether it is the export's own log, after which no other comes. */
    boolean isOwn(Under under) {
        return under == own;
    }

    /** Those that ended before and are spoken of here. */
    Collection<Under> ended() {
        return ended.values();
    }

    /** The keys by which all of it holds: a bundle's own, where those were needed for any log. */
    Keys keys() {
        return ended.values().stream()
                .map(Under::keys)
                .filter(k -> k.source() == Keys.Source.OWN)
                .findFirst()
                .orElse(own.keys());
    }
}
