package org.plenary.agenda;

import org.plenary.kernel.test.http.FuzzSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = AgendaApplication.class, service = "agenda")
class AgendaFuzzTest extends FuzzSuite {}
