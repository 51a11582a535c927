package org.plenary.membership.domain;

/** A party of a forum's register. */
public record Party(boolean registered, String forum, String party) {
    static final Party INITIAL = new Party(false, "", "");
}
