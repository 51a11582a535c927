package org.plenary.membership.domain;

/** What can be done with an import. */
public sealed interface ImportCommand {
    /** How an import's content is written. */
    enum Format {
        JSON,
        CSV
    }

    /** Imports parties into the register; the hash is the preview's, so that what was seen is what happens. */
    record ImportRegister(String forum, Format format, String content, String hash) implements ImportCommand {}
}
