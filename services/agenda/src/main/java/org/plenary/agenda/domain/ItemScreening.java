package org.plenary.agenda.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.agenda.domain.Item.Declining;
import org.plenary.agenda.domain.ItemCommand.AdmitItem;
import org.plenary.agenda.domain.ItemCommand.DeclineItem;
import org.plenary.agenda.domain.ItemEvent.ItemAdmissionKeyTurned;
import org.plenary.agenda.domain.ItemEvent.ItemAdmitted;
import org.plenary.agenda.domain.ItemEvent.ItemDeclineKeyTurned;
import org.plenary.agenda.domain.ItemEvent.ItemDeclined;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.TwoKeys;

/** Who admits and who declines a submitted item: domain.md, section 3, "Agenda item", {@code admit} and {@code decline}. */
final class ItemScreening {
    private ItemScreening() {}

    static List<ItemEvent> admit(AdmitItem c, Item i, Act act) {
        boolean keyholder = i.admission().holders().contains(act.unit());
        if (i.channel() == Channel.REGULAR) {
            if (keyholder) {
                throw ItemRule.ADMISSION_IS_THE_SECRETARIATS.because("A regular item is admitted by the secretariat.");
            }
            if (!i.admission().hash().equals(c.hash())) {
                throw TwoKeys.KeyRule.KEY_OTHER_BYTES.because("The item changed since it was shown to you.");
            }
            return List.of(new ItemAdmitted(act.actor()));
        }
        if (!keyholder) {
            throw ItemRule.ADMISSION_NEEDS_CO_CHAIRS.because(
                    "A supplementary or additional item is admitted by both co-chairs.");
        }
        i.admission().require(act, c.hash());
        ItemAdmissionKeyTurned turned = new ItemAdmissionKeyTurned(act.unit(), act.actor(), c.hash());
        return i.admission().completedBy(act.unit()) ? List.of(turned, new ItemAdmitted(act.actor())) : List.of(turned);
    }

    /**
     * Both keys are on the same item and the same reason. Whose key alone stands may give another reason; the other
     * co-chair may not, or two offices would each wait for the other on words of their own.
     */
    static List<ItemEvent> decline(DeclineItem c, Item i, Act act) {
        String hash = hash(i, c.reason());
        TwoKeys keys = standing(i.declining(), hash, act.unit(), i.admission().holders());
        keys.require(act, hash);
        ItemDeclineKeyTurned turned = new ItemDeclineKeyTurned(act.unit(), act.actor(), c.reason(), hash);
        return keys.completedBy(act.unit())
                ? List.of(turned, new ItemDeclined(c.reason(), act.actor()))
                : List.of(turned);
    }

    /** SHA-256 of a reason and of the screened bytes that it is about. */
    static String hash(Item i, String reason) {
        return Ids.sha256(String.join("\n", "item-decline-v1", i.admission().hash(), reason));
    }

    private static TwoKeys standing(@Nullable Declining proposed, String hash, String unit, List<String> holders) {
        if (proposed != null) {
            boolean same = proposed.keys().hash().equals(hash);
            boolean onlyOwn = proposed.keys().turned().keySet().equals(Set.of(unit));
            if (same || !onlyOwn) {
                return proposed.keys();
            }
        }
        return TwoKeys.on(hash, holders);
    }

    /** A unit that agrees to admit no longer agrees to decline. */
    static Item turned(Item i, ItemAdmissionKeyTurned e) {
        Declining d = i.declining();
        TwoKeys admitting = i.admission().turn(e.unit(), e.by());
        if (d == null) {
            return i.keys(admitting, null);
        }
        TwoKeys left = without(d.keys(), e.unit());
        return i.keys(admitting, left.turned().isEmpty() ? null : new Declining(d.reason(), left));
    }

    /** A unit that agrees to decline no longer agrees to admit. */
    static Item turned(Item i, ItemDeclineKeyTurned e) {
        TwoKeys keys = standing(i.declining(), e.hash(), e.unit(), i.admission().holders());
        return i.keys(without(i.admission(), e.unit()), new Declining(e.reason(), keys.turn(e.unit(), e.by())));
    }

    private static TwoKeys without(TwoKeys keys, String unit) {
        Map<String, String> left = new LinkedHashMap<>(keys.turned());
        left.remove(unit);
        return new TwoKeys(keys.holders(), keys.hash(), left);
    }
}
