package org.plenary.membership.domain;

import org.plenary.kernel.decide.Rule;

/** Why founding a forum is refused. */
public enum ForumRule implements Rule {
    REGISTER_INCONSISTENT,
    ALREADY_FOUNDED
}
