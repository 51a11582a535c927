package org.plenary.membership;

import org.plenary.kernel.test.http.FuzzSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = MembershipApplication.class, service = "membership")
class MembershipFuzzTest extends FuzzSuite {}
