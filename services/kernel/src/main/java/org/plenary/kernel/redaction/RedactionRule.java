package org.plenary.kernel.redaction;

import org.plenary.kernel.decide.Rule;

/** Why an act on a redaction is refused. */
public enum RedactionRule implements Rule {
    /** Neither a body nor an event is named. */
    NOTHING_NAMED,
    /** An event and a body are named, and the event does not name the body. */
    EVENT_NAMES_ANOTHER,
    /** The event does not name such a body, or there is no such event. */
    NOTHING_TO_REDACT,
    /** It was proposed, and the other person's answer is awaited. */
    REDACTION_UNDER_WAY,
    /** It was redacted already. */
    ALREADY_REDACTED,
    /** The words of the reason tell what is to be redacted. */
    REASON_TELLS,
    /** Nothing is proposed here any more. */
    NOT_PROPOSED,
    /** Something else is proposed than what was shown. */
    REDACTION_OTHER,
    /** It takes two people. */
    SAME_PERSON,
    /** Only who proposed it takes it back. */
    NOT_THE_PROPOSER
}
