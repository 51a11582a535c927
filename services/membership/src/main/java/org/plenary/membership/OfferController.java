package org.plenary.membership;

import java.util.Map;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Loaded;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.http.AccessFilter;
import org.plenary.kernel.http.Sender;
import org.plenary.membership.domain.Invitation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * What an invitation offers, for the invited person before accepting. The hash of the secret opens it, so that the
 * secret itself comes here with the acceptance only; without it there is nothing here.
 */
@RestController
class OfferController {
    private final InvitationAggregate invitations;
    private final CommandHandler handler;

    OfferController(InvitationAggregate invitations, CommandHandler handler) {
        this.invitations = invitations;
        this.handler = handler;
    }

    @GetMapping("/api/membership/invitations/{id}/offer")
    Map<String, Object> offer(
            @PathVariable String id, @RequestHeader(name = "Secret-Hash", defaultValue = "") String secretHash) {
        Refused absent = new Refused(Kind.NOT_FOUND, "There is no such invitation.");
        if (Sender.subject().isEmpty() || !id.matches("invitation-[a-z0-9-]{1,100}")) {
            throw absent;
        }
        Loaded<Invitation> loaded = handler.read(invitations, id);
        if (loaded.version() == 0 || !loaded.state().secretHash().equals(secretHash)) {
            throw absent;
        }
        AccessFilter.reads(Audience.unit(loaded.state().party()));
        return invitations.offer(loaded.state(), Standing.visitor(Sender.subject()));
    }
}
