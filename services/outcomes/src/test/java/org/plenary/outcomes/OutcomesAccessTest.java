package org.plenary.outcomes;

import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = OutcomesApplication.class, service = "outcomes")
class OutcomesAccessTest extends AccessSuite {}
