package org.plenary.meeting;

import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = MeetingApplication.class, service = "meeting")
class MeetingAccessTest extends AccessSuite {}
