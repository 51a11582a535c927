package org.plenary.agenda;

import java.util.Map;
import java.util.Set;
import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = AgendaApplication.class, service = "agenda")
class AgendaAccessTest extends AccessSuite {
    /** While it is compiled an agenda has no text; a proof speaks of what was circulated. */
    @Override
    protected Set<String> absent() {
        return Set.of(
                "ReadAgendaText COMPILING",
                "ReadAgendaProof COMPILING",
                "ReadAgendaProof FROZEN",
                "ReadAgendaProof CLEARED");
    }

    /** The contract's example is for one state of one thing; where nothing here is that, the rule named says no. */
    @Override
    protected Map<String, String> unreached() {
        return Map.ofEntries(
                Map.entry("SubmitItem", "no meeting of the corpus is open for items now"),
                Map.entry("ResubmitItem", "no item of the corpus was returned for a meeting that is known here"),
                Map.entry("AdmitItem", "the key is bound to other bytes than the example names"),
                Map.entry("DeclineItem", "its key is held by the bodies that meet, and no meeting here is of theirs"),
                Map.entry("FreezeAgenda", "the example orders items that are not admitted here"),
                Map.entry("ClearAgenda", "its key is held by a body whose meeting is not known here"),
                Map.entry("ProposeAgendaAdoption", "no meeting of the corpus is open now"),
                Map.entry("AdoptAgenda", "no meeting of the corpus is open now"),
                Map.entry("OpenDebate", "no meeting of the corpus has come to its substance now"));
    }
}
