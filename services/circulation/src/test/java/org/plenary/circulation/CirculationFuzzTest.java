package org.plenary.circulation;

import org.plenary.kernel.test.http.FuzzSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = CirculationApplication.class, service = "circulation")
class CirculationFuzzTest extends FuzzSuite {}
