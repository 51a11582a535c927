package org.plenary.circulation.domain;

/** What is delivered. */
public enum DispatchKind {
    MEETING_CONVENED,
    AGENDA_CIRCULATED,
    SILENCE_PLACED,
    SILENCE_BROKEN,
    DOCUMENT_ADOPTED,
    DOCUMENT_PUBLISHED
}
