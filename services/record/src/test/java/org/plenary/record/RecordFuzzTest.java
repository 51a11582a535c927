package org.plenary.record;

import org.plenary.kernel.test.http.FuzzSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = RecordApplication.class, service = "record")
class RecordFuzzTest extends FuzzSuite {}
