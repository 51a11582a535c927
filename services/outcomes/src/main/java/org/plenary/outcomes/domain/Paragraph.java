package org.plenary.outcomes.domain;

/** One paragraph of a text. */
public record Paragraph(String id, ParagraphKind kind, String text) {}
