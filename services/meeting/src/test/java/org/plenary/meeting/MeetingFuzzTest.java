package org.plenary.meeting;

import org.plenary.kernel.test.http.FuzzSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = MeetingApplication.class, service = "meeting")
class MeetingFuzzTest extends FuzzSuite {}
