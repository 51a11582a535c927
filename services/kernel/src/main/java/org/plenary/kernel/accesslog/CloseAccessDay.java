package org.plenary.kernel.accesslog;

import org.plenary.kernel.decide.Internal;

/** Closes a day with what it has. */
public record CloseAccessDay(String day, int entries, long overflow, String hash)
        implements AccessDayCommand, Internal {}
