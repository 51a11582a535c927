package org.plenary.membership.domain;

/** The kinds of file that a note verbale may be. */
public enum FileKind {
    PDF,
    PNG,
    JPEG
}
