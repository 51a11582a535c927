package org.plenary.record;

import java.util.Map;
import org.plenary.kernel.test.http.AccessMatrix.Special;
import org.plenary.kernel.test.http.FuzzSuite;
import org.plenary.kernel.test.http.ServiceSuite;
import org.springframework.context.ApplicationContext;

@ServiceSuite.Of(application = RecordApplication.class, service = "record")
class RecordFuzzTest extends FuzzSuite {
    @Override
    protected Map<String, Special> special(ApplicationContext context) {
        return RecordAccessTest.OF_NO_STREAM;
    }
}
