package org.plenary.circulation.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on a dispatch is refused. */
public enum DispatchRule implements Rule {
    NOT_A_RECIPIENT
}
