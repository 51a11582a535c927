package org.plenary.agenda.domain;

import java.util.List;
import java.util.Map;

/**
 * What the decision on an agenda document needs.
 *
 * @param items the items that a freeze names, as they stand now, by id; those that do not exist are not in it
 * @param meetingStatus the meeting's state
 * @param present member states present
 * @param recipients all parties of the forum
 * @param evidence which copies were looked at
 */
public record AgendaFacts(
        Map<String, Item> items, String meetingStatus, int present, List<String> recipients, String evidence) {}
