package org.plenary.agenda.domain;

import java.util.List;

/** One entry of an agenda. */
public record AgendaEntry(String item, int number, String title, String party, List<Integer> tags) {}
