package org.plenary.kernel.accesslog;

/** What happened to a day of the access log. */
public sealed interface AccessDayEvent permits AccessDayClosed {}
