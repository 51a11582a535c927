package org.plenary.kernel.accesslog;

/** What can be done with a day of the access log. */
public sealed interface AccessDayCommand permits CloseAccessDay {}
