package org.plenary.kernel.accesslog;

/**
 * A day is over.
 *
 * @param day in UTC
 * @param entries how many it has
 * @param overflow how many more were only counted
 * @param hash SHA-256 over the entries in order, each a line of canonical JSON
 */
public record AccessDayClosed(String day, int entries, long overflow, String hash) implements AccessDayEvent {}
