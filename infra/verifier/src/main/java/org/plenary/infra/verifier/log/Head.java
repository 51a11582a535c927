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
 * A checkpoint that counts: signed by a log that is known, cosigned by as many witnesses as its policy asks for, and
 * with no false signature of anyone who is known.
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
                    Fault.NOT_A_CHECKPOINT,
                    "a signed checkpoint (C2SP tlog-checkpoint)",
                    String.valueOf(e.getMessage()));
        }
        WitnessPolicy.Verdict verdict;
        try {
            verdict = keys.policy().judge(note);
        } catch (IllegalArgumentException e) {
            throw unsigned(note, checkpoint, keys.policy());
        }
        requireNoFalseOnes(note, keys.policy(), verdict.cosigned());
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

    /** A checkpoint that was judged before it was kept. */
    static Head kept(String note) {
        try {
            return new Head(note, Checkpoint.parse(SignedNote.parse(note).text()), Map.of());
        } catch (IllegalArgumentException e) {
            throw new NotVerified(
                    Fault.NOT_A_CHECKPOINT,
                    "a signed checkpoint (C2SP tlog-checkpoint)",
                    String.valueOf(e.getMessage()));
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotVerified(Fault.NOT_A_CHECKPOINT, "text in UTF-8", "other bytes");
        }
    }

    /** Why no log of the policy signed it. */
    private static NotVerified unsigned(SignedNote note, Checkpoint checkpoint, WitnessPolicy policy) {
        List<LogKey> logs = policy.logs().stream().map(WitnessPolicy.Log::key).toList();
        List<LogKey> own =
                logs.stream().filter(k -> k.name().equals(checkpoint.origin())).toList();
        if (own.isEmpty()) {
            String known = String.join(
                    " or ", logs.stream().map(LogKey::name).distinct().toList());
            return new NotVerified(Fault.OTHER_LOG, "the log " + known, checkpoint.origin());
        }
        String keys = String.join(" or ", own.stream().map(LogKey::vkey).toList());
        return own.stream().noneMatch(k -> named(note, k.name(), k.id()))
                ? new NotVerified(Fault.WRONG_KEY, "a signature by " + keys, "signatures by " + signers(note))
                : new NotVerified(
                        Fault.FALSE_SIGNATURE,
                        "a signature by " + keys + " over this text",
                        "one that is not over this text");
    }

    /**
     * C2SP signed-note, "Signatures": a false signature of a key that is known is reason to refuse the whole note.
     */
    private static void requireNoFalseOnes(SignedNote note, WitnessPolicy policy, Map<String, Instant> cosigned) {
        policy.witnesses().forEach((name, witness) -> {
            WitnessKey key = witness.key();
            boolean claimed = named(note, key.name(), key.id());
            if (claimed && checkable(key) && !cosigned.containsKey(name)) {
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
        return group == null ? policy.quorum() : group.threshold() + " of " + String.join(", ", group.members());
    }

    /** What is to be remarked on though it counts. */
    public List<String> remarks(Keys keys, Instant now, Duration staleAfter) {
        List<String> remarks = new ArrayList<>();
        cosigned.forEach((name, at) -> {
            if (at.isAfter(now.plus(AHEAD_MAX))) {
                remarks.add(
                        "The witness " + name + " says that it signed at " + at + ", which is in the future for this"
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
        return checkpoint.size() + " entries with the root " + HexFormat.of().formatHex(checkpoint.root());
    }
}
