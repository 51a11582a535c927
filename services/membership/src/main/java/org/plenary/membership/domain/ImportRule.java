package org.plenary.membership.domain;

import org.plenary.kernel.decide.Rule;

/** Why an import is refused as a whole. */
public enum ImportRule implements Rule {
    REGISTER_CHANGED_SINCE_PREVIEW,
    NOTHING_TO_IMPORT
}
