package org.plenary.meeting.domain;

/** A co-chair of a past conference, as public pages have it. */
public record ImportedCoChair(String name, String office) {}
