package org.plenary.record;

import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = RecordApplication.class, service = "record")
class RecordAccessTest extends AccessSuite {}
