package org.plenary.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.test.http.AccessMatrix.Special;
import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;
import org.springframework.context.ApplicationContext;

@ServiceSuite.Of(application = RecordApplication.class, service = "record")
class RecordAccessTest extends AccessSuite {
    private static final String FORUM = "forum-0b9a7f0e-1c2d-5e3f-8a4b-5c6d7e8f9a0b";

    /** The log is no stream, and belongs to whom its operators are. */
    static final Map<String, Special> OF_NO_STREAM =
            Map.of("MakeNextLogKey", new Special(new Scope(FORUM, null, null, "-", Audience.FORUM), "", "", ""));

    @Override
    protected Map<String, Special> special(ApplicationContext context) {
        return OF_NO_STREAM;
    }

    @Override
    protected Map<String, String> unreached() {
        String empty = "no event is in the log here; the whole system's test reads and verifies them";
        String one = "there is one log here, which has not ended; the whole system's test reads the one after it";
        Map<String, String> unreached = new HashMap<>();
        for (String operation : List.of("ReadTile", "ReadProof", "FindEntry", "ReadReceipt", "ExportMeeting")) {
            unreached.put(operation, empty);
        }
        for (String operation : List.of(
                "ReadSuccessor",
                "ReadCheckpointOfLog",
                "ReadVerifierKeyOfLog",
                "ReadPolicyOfLog",
                "ReadSuccessorOfLog",
                "ReadTileOfLog")) {
            unreached.put(operation, one);
        }
        return unreached;
    }
}
