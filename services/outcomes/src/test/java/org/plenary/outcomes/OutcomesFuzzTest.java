package org.plenary.outcomes;

import org.plenary.kernel.test.http.FuzzSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = OutcomesApplication.class, service = "outcomes")
class OutcomesFuzzTest extends FuzzSuite {}
