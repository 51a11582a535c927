package org.plenary.circulation;

import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = CirculationApplication.class, service = "circulation")
class CirculationAccessTest extends AccessSuite {}
