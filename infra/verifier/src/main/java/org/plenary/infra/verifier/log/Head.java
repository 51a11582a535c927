package org.plenary.infra.verifier.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.WitnessKey;
import org.plenary.tlog.WitnessPolicy;

/**
 * A checkpoint that counts: signed by a log that is known, cosigned by as many witnesses as its policy asks for, and with
 * no false signature of anyone who is known.
 *
 * @param note the signed checkpoint as it came
 * @param cosigned when which witness cosigned it
 */
public record Head(String note, Checkpoint checkpoint, Map<String, Instant> cosigned) {
    /** A cosignature may be this much ahead of this machine's clock before it is remarked on. */
    public static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    /** From this version on Java can check ML-DSA. */
    private static final int JAVA_WITH_ML_DSA = 24;

    /** Judges a checkpoint; throws NotVerified that says which signature does not hold. */
    public static Head judge(byte[] bytes, Keys keys) {
        try {
            return judge(text(bytes), keys);
        } catch (NotVerified e) {
            throw e.with("checkpoint", bytes).with("policy", keys.text());
        }
    }

    private static Head judge(String text, Keys keys) {
        SignedNote note;
        Checkpoint checkpoint;
        try {
            note = SignedNote.parse(text);
            checkpoint = Checkpoint.parse(note.text());
        } catch (IllegalArgumentException e) {
            throw new NotVerified(
                    Fault.NOT_A_CHECKPOINT, "a signed checkpoint (C2SP tlog-checkpoint)", String.valueOf(e.getMessage()));
        }
        signature(note, checkpoint, keys.policy());
        cosignatures(note, keys.policy());
        WitnessPolicy.Verdict verdict = keys.policy().judge(note);
        if (!verdict.quorum()) {
            throw new NotVerified(
                    Fault.TOO_FEW_WITNESSES,
                    "cosignatures to the quorum " + quorum(keys.policy()),
                    verdict.cosigned().isEmpty()
                            ? "none"
                            : "those of " + String.join(", ", verdict.cosigned().keySet()));
        }
        return new Head(text, checkpoint, Collections.unmodifiableMap(verdict.cosigned()));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new NotVerified(Fault.NOT_A_CHECKPOINT, "text in UTF-8", "other bytes");
        }
    }

    private static void signature(SignedNote note, Checkpoint checkpoint, WitnessPolicy policy) {
        List<LogKey> own = policy.logs().stream()
                .map(WitnessPolicy.Log::key)
                .filter(k -> k.name().equals(checkpoint.origin()))
                .toList();
        List<String> known =
                policy.logs().stream().map(l -> l.key().name()).distinct().toList();
        if (own.isEmpty()) {
            throw new NotVerified(Fault.OTHER_LOG, "the log " + String.join(" or ", known), checkpoint.origin());
        }
        List<LogKey> named = own.stream().filter(k -> named(note, k.name(), k.id())).toList();
        if (named.isEmpty()) {
            throw new NotVerified(
                    Fault.WRONG_KEY,
                    "a signature by " + String.join(" or ", own.stream().map(LogKey::vkey).toList()),
                    "signatures by " + signers(note));
        }
        if (named.stream().noneMatch(note::signedBy)) {
            throw new NotVerified(
                    Fault.FALSE_SIGNATURE,
                    "a signature by " + named.getFirst().vkey() + " over this text",
                    "one that is not over this text");
        }
    }

    /** C2SP signed-note, "Signatures": a false signature of a key that is known is reason to refuse the whole note. */
    private static void cosignatures(SignedNote note, WitnessPolicy policy) {
        policy.witnesses().forEach((name, witness) -> {
            WitnessKey key = witness.key();
            boolean claimed = named(note, key.name(), key.id());
            if (claimed && checkable(key) && key.cosigned(note).isEmpty()) {
                throw new NotVerified(
                        Fault.FALSE_COSIGNATURE,
                        "a cosignature by the witness " + name + " (" + key.name() + ") over this text",
                        "one that is not over this text and time");
            }
        });
    }

    private static boolean checkable(WitnessKey key) {
        return key.type() == WitnessKey.Type.ED25519 || Runtime.version().feature() >= JAVA_WITH_ML_DSA;
    }

    private static boolean named(SignedNote note, String name, byte[] id) {
        return note.signatures().stream().anyMatch(l -> l.name().equals(name) && Arrays.equals(l.id(), id));
    }

    private static String signers(SignedNote note) {
        return String.join(
                ", ",
                note.signatures().stream()
                        .map(l -> l.name() + "+" + HexFormat.of().formatHex(l.id()))
                        .toList());
    }

    /** A quorum in words. */
    public static String quorum(WitnessPolicy policy) {
        WitnessPolicy.Group group = policy.groups().get(policy.quorum());
        return group == null
                ? policy.quorum()
                : group.threshold() + " of " + String.join(", ", group.members());
    }

    /** What is to be remarked on though it counts. */
    public List<String> remarks(Keys keys, Instant now, Duration staleAfter) {
        List<String> remarks = new ArrayList<>();
        cosigned.forEach((name, at) -> {
            if (at.isAfter(now.plus(AHEAD_MAX))) {
                remarks.add("The witness " + name + " says that it signed at " + at + ", which is in the future for this"
                        + " machine (" + now + "): its clock or this one is wrong.");
            }
        });
        latest().filter(at -> at.isBefore(now.minus(staleAfter)))
                .ifPresent(at -> remarks.add("No witness has signed since " + at + ", over " + staleAfter.toHours()
                        + " hours ago: nothing new was recorded, or something newer is not shown here."));
        if (keys.policy().quorum().equals(WitnessPolicy.NONE)) {
            remarks.add("The policy asks for no witness: the log's own signature stands alone, and the log could show"
                    + " others another record.");
        }
        keys.policy().witnesses().forEach((name, w) -> {
            if (!checkable(w.key())) {
                remarks.add("The signature of the witness " + name + " is of a kind (ML-DSA-44) that only Java "
                        + JAVA_WITH_ML_DSA + " or newer can check; it does not count here.");
            }
        });
        return remarks;
    }

    private Optional<Instant> latest() {
        return cosigned.values().stream().max(Instant::compareTo);
    }

    /** Size and root, for people. */
    public String words() {
        return checkpoint.size() + " entries with the root "
                + HexFormat.of().formatHex(checkpoint.root());
    }
}
