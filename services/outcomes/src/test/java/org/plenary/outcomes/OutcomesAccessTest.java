package org.plenary.outcomes;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;
import org.plenary.outcomes.domain.Document;

@ServiceSuite.Of(application = OutcomesApplication.class, service = "outcomes")
class OutcomesAccessTest extends AccessSuite {
    @Override
    protected Set<String> absent() {
        // What was published before this system is known by its address and hash; its text was never here.
        // A proof speaks of what was published.
        return Stream.concat(
                        Stream.of("ReadText IMPORTED"),
                        Stream.of(Document.Status.values())
                                .filter(s -> s != Document.Status.PUBLISHED)
                                .map(s -> "ReadTextProof " + s))
                .collect(Collectors.toSet());
    }

    /** The contract's example is for one state of one thing; where nothing here is that, a rule says no. */
    @Override
    protected Map<String, String> unreached() {
        return Map.ofEntries(
                Map.entry("CirculateDraft", "its key is held by units that nobody here is of"),
                Map.entry("CleanDraft", "no draft of the corpus rests with all its paragraphs agreed"),
                Map.entry("ConfirmText", "its key is held by units that nobody here is of"),
                Map.entry("PlaceUnderSilence", "no text of the corpus is ready and has its symbol"),
                Map.entry("ObjectToSilence", "every silence of the corpus has run out"),
                Map.entry("MakeStatement", "the time for statements on every text of the corpus is over"),
                Map.entry("SignDocument", "no history of the corpus rests where signing is next"),
                Map.entry("PublishDocument", "the key is bound to other bytes than the example names"),
                Map.entry("MarkCommitment", "the document of the example is not published here"),
                Map.entry("ValidateCommitment", "its key is held by units that nobody here is of"),
                Map.entry("AcknowledgeCommitment", "no owner of a commitment is of the units here"),
                Map.entry("ReportProgress", "no owner of a commitment is of the units here"));
    }
}
