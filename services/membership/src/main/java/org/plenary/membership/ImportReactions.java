package org.plenary.membership;

import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.ImportEntry;
import org.plenary.membership.domain.ImportEvent.RegisterImportOrdered;
import org.plenary.membership.domain.PartyCommand.BringPartyUpToDate;

/** What membership does when it hears its own imports. */
final class ImportReactions {
    private final PartyAggregate parties;

    ImportReactions(PartyAggregate parties) {
        this.parties = parties;
    }

    void whenRegisterImportOrderedBringPartiesUpToDate(Envelope event, Reaction.Commands commands) {
        RegisterImportOrdered ordered = Json.read(event.data(), RegisterImportOrdered.class);
        for (ImportEntry entry : ordered.entries()) {
            commands.send(
                    parties,
                    PartyAggregate.stream(ordered.forum(), entry.party()),
                    new BringPartyUpToDate(
                            ordered.forum(), entry, ordered.from(), "Import " + event.stream() + ".", ordered.by()));
        }
    }
}
