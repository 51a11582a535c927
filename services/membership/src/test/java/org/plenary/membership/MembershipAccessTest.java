package org.plenary.membership;

import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = MembershipApplication.class, service = "membership")
class MembershipAccessTest extends AccessSuite {}
