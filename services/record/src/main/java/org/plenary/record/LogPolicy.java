package org.plenary.record;

import java.util.LinkedHashMap;
import java.util.Map;
import org.plenary.record.RecordSettings.WitnessSetting;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.WitnessKey;
import org.plenary.tlog.WitnessPolicy;

/** Which cosignatures make a checkpoint of this log count, as C2SP tlog-policy, with comments for people. */
final class LogPolicy {
    private final String text;

    /** @param url where the log is served; empty where that is not known */
    LogPolicy(RecordSettings settings, LogKey key, String url) {
        Map<String, WitnessPolicy.Witness> witnesses = new LinkedHashMap<>();
        StringBuilder comments = new StringBuilder(
                "# Whose signatures make a checkpoint of this record count. Compare the"
                        + " keys with those that you have from elsewhere:\n# who forges a record writes a policy to it.\n");
        for (WitnessSetting w : settings.witnesses()) {
            witnesses.put(w.name(), new WitnessPolicy.Witness(WitnessKey.parse(w.vkey()), w.url()));
            comments.append("# ")
                    .append(w.name())
                    .append(" runs ")
                    .append(w.where().isEmpty() ? "at " + w.url() : w.where().replaceAll("\\p{Cntrl}", " "))
                    .append('\n');
        }
        if (witnesses.isEmpty()) {
            comments.append("# Nobody cosigns: a fork is seen only by those who keep old checkpoints.\n");
        }
        WitnessPolicy.Log log = new WitnessPolicy.Log(key, url);
        text = comments + WitnessPolicy.of(log, witnesses, settings.quorum()).encoded();
        WitnessPolicy.parse(text);
    }

    /** As it was when the log ended. */
    LogPolicy(String text) {
        WitnessPolicy.parse(text);
        this.text = text;
    }

    String text() {
        return text;
    }
}
