package org.plenary.agenda;

import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = AgendaApplication.class, service = "agenda")
class AgendaAccessTest extends AccessSuite {}
