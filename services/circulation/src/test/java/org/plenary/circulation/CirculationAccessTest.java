package org.plenary.circulation;

import java.util.Map;
import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = CirculationApplication.class, service = "circulation")
class CirculationAccessTest extends AccessSuite {
    /** The contract's example is for one state of one thing; where nothing here is that, the rule named says no. */
    @Override
    protected Map<String, String> unreached() {
        return Map.ofEntries(
                Map.entry("AcknowledgeReceipt", "nobody here is of a party that a dispatch went to in its forum"));
    }
}
