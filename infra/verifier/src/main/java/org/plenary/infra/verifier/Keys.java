package org.plenary.infra.verifier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.WitnessPolicy;

/**
 * Whose signatures count, and from where this is known: it is worth as much as the way by which it came.
 *
 * @param text the policy as it came: C2SP tlog-policy
 * @param policy what it says
 * @param source from where
 */
public record Keys(String text, WitnessPolicy policy, Source source) {
    /** From where keys are known. */
    public enum Source {
        /** The user gave them. */
        GIVEN,
        /** They were kept here from an earlier run. */
        KEPT,
        /** The log that is judged by them told them. */
        LOG,
        /** The proof or the export that is judged by them brought them along. */
        OWN;

        /** Its name for programs. */
        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a policy; throws NotVerified that says what is wrong where it is none. */
    public static Keys parse(byte[] bytes, Source source) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Keys(text, WitnessPolicy.parse(text), source);
        } catch (CharacterCodingException e) {
            throw new NotVerified(Fault.BAD_POLICY, "text in UTF-8", "other bytes").with("policy", bytes);
        } catch (IllegalArgumentException e) {
            throw new NotVerified(Fault.BAD_POLICY, "a policy (C2SP tlog-policy)", String.valueOf(e.getMessage()))
                    .with("policy", bytes);
        }
    }

    /** The user's own policy file; throws WrongUsage where it cannot be read as one. */
    public static Keys given(Path file) {
        try {
            return parse(Files.readAllBytes(file), Source.GIVEN);
        } catch (IOException e) {
            throw new WrongUsage("the policy " + file + " cannot be read: " + e.getMessage());
        } catch (NotVerified e) {
            throw new WrongUsage("the policy " + file + " is none: " + e.found());
        }
    }

    /** Whether this log's signatures count. */
    public boolean has(LogKey log) {
        return policy.logs().stream().anyMatch(l -> l.key().vkey().equals(log.vkey()));
    }

    /**
     * Whether these count the same signatures as the other policy for the logs that it names; they may name more, and
     * where the signers are reached does not matter.
     */
    public boolean covers(Keys other) {
        Set<String> names =
                other.policy.logs().stream().map(l -> l.key().name()).collect(Collectors.toSet());
        return plain(names::contains).equals(other.plain());
    }

    /** The policy without addresses, in one spelling. */
    public String plain() {
        return plain(name -> true);
    }

    private String plain(Predicate<String> named) {
        List<WitnessPolicy.Log> logs = policy.logs().stream()
                .filter(l -> named.test(l.key().name()))
                .map(l -> new WitnessPolicy.Log(l.key(), ""))
                .toList();
        Map<String, WitnessPolicy.Witness> witnesses = new LinkedHashMap<>();
        policy.witnesses().forEach((name, w) -> witnesses.put(name, new WitnessPolicy.Witness(w.key(), "")));
        return new WitnessPolicy(logs, witnesses, policy.groups(), policy.quorum()).encoded();
    }
}
