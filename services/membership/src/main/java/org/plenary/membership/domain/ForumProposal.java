package org.plenary.membership.domain;

import org.plenary.kernel.decide.TwoKeys;

/** A change that waits for keys. */
public record ForumProposal(String proposal, ForumChange change, TwoKeys keys) {
    ForumProposal turned(String unit, String person) {
        return new ForumProposal(proposal, change, keys.turn(unit, person));
    }
}
