package org.plenary.membership.domain;

import java.util.List;
import java.util.Map;

/**
 * What a decision on an import needs.
 *
 * @param lines what could be read of its content
 * @param unreadable what could not
 * @param known the parties that it names, as their streams have them
 */
public record ImportFacts(List<RegisterLine> lines, List<RefusedLine> unreadable, Map<String, Party> known) {}
