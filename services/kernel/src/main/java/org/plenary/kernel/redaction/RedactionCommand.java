package org.plenary.kernel.redaction;

import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Internal;

/** What can be done about a redaction. */
public sealed interface RedactionCommand {
    /**
     * Proposes that a body be destroyed, with what opens its event in the record; or that alone.
     *
     * @param stream whose event it is
     * @param version of the event; where it is absent, that of the first one that names the body
     * @param content the body's id, as the event has it; absent where only the opening in the record goes
     * @param ground why, of a few fixed kinds
     * @param reason why, in words that themselves tell nothing of it
     */
    record ProposeRedaction(
            String stream, @Nullable Long version, @Nullable String content, Ground ground, String reason)
            implements RedactionCommand {}

    /** Consents, as another person, to what was proposed. */
    record ConfirmRedaction(String hash) implements RedactionCommand {}

    /** Says no, as another person. */
    record DeclineRedaction(String hash, String reason) implements RedactionCommand {}

    /** Takes it back, as who proposed it. */
    record WithdrawRedaction(String hash) implements RedactionCommand {}

    /** Notes that the service has destroyed the body. */
    record NoteDestroyed() implements RedactionCommand, Internal {}
}
