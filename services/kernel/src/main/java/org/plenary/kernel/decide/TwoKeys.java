package org.plenary.kernel.decide;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An act that needs every keyholder's key on the same bytes. A key is never turned on behalf of another, never twice
 * by one person, and only on the hash that stands.
 *
 * @param holders the units whose keys are needed
 * @param hash the SHA-256 of what is consented to
 * @param turned unit to the person that turned its key
 */
public record TwoKeys(List<String> holders, String hash, Map<String, String> turned) {
    /** Why a key was refused. */
    public enum KeyRule implements Rule {
        KEY_NOT_HELD,
        KEY_ON_BEHALF,
        KEY_OTHER_BYTES,
        KEY_ALREADY_TURNED,
        KEY_SAME_PERSON
    }

    public TwoKeys {
        holders = List.copyOf(holders);
        turned = Map.copyOf(new TreeMap<>(turned));
    }

    /** No key turned yet. */
    public static TwoKeys on(String hash, List<String> holders) {
        return new TwoKeys(holders, hash, Map.of());
    }

    /**
     * Refuses a key that does not count.
     *
     * @param shown the hash that was shown to the person
     * @throws Rejected by a {@link KeyRule}
     */
    public void require(Act act, String shown) {
        personally(act);
        if (!holders.contains(act.unit())) {
            throw KeyRule.KEY_NOT_HELD.because(
                    "Only the keyholders may do this.", Map.of("holders", holders, "unit", act.unit()));
        }
        if (!hash.equals(shown)) {
            throw KeyRule.KEY_OTHER_BYTES.because(
                    "The text changed since it was shown to you. Read it again before you consent.",
                    Map.of("standing", hash, "shown", shown));
        }
        if (turned.containsKey(act.unit())) {
            throw KeyRule.KEY_ALREADY_TURNED.because(
                    "This key was already given. The other keyholder's is awaited.", Map.of("unit", act.unit()));
        }
        if (turned.containsValue(act.actor())) {
            throw KeyRule.KEY_SAME_PERSON.because("One person cannot give both keys.");
        }
    }

    /**
     * Refuses an act on behalf of another, where it turns a key or takes one back.
     *
     * @throws Rejected by {@link KeyRule#KEY_ON_BEHALF}
     */
    public static void personally(Act act) {
        if (act.onBehalfOf() != null) {
            throw KeyRule.KEY_ON_BEHALF.because("A key is never exercised on behalf of another.");
        }
    }

    /** With this unit's key turned; for evolve. */
    public TwoKeys turn(String unit, String person) {
        Map<String, String> more = new LinkedHashMap<>(turned);
        more.put(unit, person);
        return new TwoKeys(holders, hash, more);
    }

    /** Whether this unit's key is the only one missing. */
    public boolean completedBy(String unit) {
        return holders.stream().allMatch(h -> h.equals(unit) || turned.containsKey(h));
    }

    /** Whether every keyholder's key is turned. */
    public boolean complete() {
        return turned.keySet().containsAll(holders);
    }
}
