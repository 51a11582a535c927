package org.plenary.membership.domain;

import org.plenary.kernel.body.Bodies.Reference;

/**
 * The file of a note verbale as events carry it: where it is kept and a commitment to it, never its bytes or its name.
 *
 * @param bytes its length
 */
public record NoteVerbale(Reference file, FileKind kind, long bytes) {}
