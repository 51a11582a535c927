package org.plenary.circulation.domain;

import java.util.List;

/** A party and the people that its copies go to. */
public record Recipient(String party, List<String> addressees) {}
