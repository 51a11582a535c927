package org.plenary.record;

import java.util.Map;
import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = RecordApplication.class, service = "record")
class RecordAccessTest extends AccessSuite {
    @Override
    protected Map<String, String> unreached() {
        String empty = "no event is in the log here; the whole system's test reads and verifies them";
        return Map.of(
                "ReadTile",
                empty,
                "ReadProof",
                empty,
                "FindEntry",
                empty,
                "ReadReceipt",
                empty,
                "ExportMeeting",
                empty);
    }
}
