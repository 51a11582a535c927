package org.plenary.membership;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.redaction.Tombstones;
import org.plenary.membership.domain.Accreditation;
import org.plenary.membership.domain.AccreditationCommand;
import org.plenary.membership.domain.AccreditationCommand.*;
import org.plenary.membership.domain.AccreditationDecider;
import org.plenary.membership.domain.AccreditationEvent;
import org.plenary.membership.domain.AccreditationFacts;
import org.plenary.membership.domain.AccreditationFacts.Delegation;

/** Accreditations. The nominee's name is kept as a body: no event carries it, and only few may read it. */
final class AccreditationAggregate
        implements Aggregate<AccreditationCommand, Accreditation, AccreditationEvent, AccreditationFacts> {
    private static final AccreditationDecider RULES = new AccreditationDecider();
    private final Bodies bodies;
    private final Tombstones tombstones;
    private final NotesVerbales notes;
    private final GatheredFacts gathered;
    private final Function<String, @Nullable String> filedBy;

    /** @param filedBy from an accreditation's stream to who filed it for its party, where another did */
    AccreditationAggregate(
            Bodies bodies,
            Tombstones tombstones,
            NotesVerbales notes,
            GatheredFacts gathered,
            Function<String, @Nullable String> filedBy) {
        this.bodies = bodies;
        this.tombstones = tombstones;
        this.notes = notes;
        this.gathered = gathered;
        this.filedBy = filedBy;
    }

    @Override
    public String name() {
        return "accreditation";
    }

    @Override
    public String collection() {
        return "accreditations";
    }

    @Override
    public Class<AccreditationCommand> commands() {
        return AccreditationCommand.class;
    }

    @Override
    public Class<AccreditationEvent> events() {
        return AccreditationEvent.class;
    }

    @Override
    public Class<Accreditation> states() {
        return Accreditation.class;
    }

    @Override
    public Decider<AccreditationCommand, Accreditation, AccreditationEvent, AccreditationFacts> decider() {
        return RULES;
    }

    @Override
    public AccreditationFacts facts(AccreditationCommand command, Accreditation a, Act act) {
        return switch (command) {
            case NominateDelegate c ->
                new AccreditationFacts(
                        kept(c.name(), act),
                        gathered.meeting(c.meeting()),
                        others(c.forum(), c.meeting(), c.party(), act),
                        notes.claimed(c.file(), c.forum(), c.party(), act));
            case ResubmitNomination c ->
                new AccreditationFacts(
                        kept(c.name(), act),
                        gathered.meeting(a.meeting()),
                        others(a.forum(), a.meeting(), a.party(), act),
                        notes.claimed(c.file(), a.forum(), a.party(), act));
            case ReplaceDelegate c ->
                new AccreditationFacts(
                        kept(c.name(), act),
                        gathered.meeting(a.meeting()),
                        AccreditationFacts.NOTHING.delegation(),
                        notes.claimed(c.file(), a.forum(), a.party(), act));
            case AcceptDelegate c ->
                new AccreditationFacts(
                        null,
                        gathered.meeting(a.meeting()),
                        gathered.delegation(a.forum(), a.meeting(), a.party(), act.stream(), Accreditation.ADMITTED),
                        null);
            case RefuseDelegate c -> of(a.meeting());
            case NominateSuccessor c -> AccreditationFacts.NOTHING;
            case ReturnNomination c -> AccreditationFacts.NOTHING;
            case ReceiveCredentials c -> of(a.meeting());
            case ReceiveAssurance c -> of(a.meeting());
            case ObjectToCredentials c -> AccreditationFacts.NOTHING;
            case WithdrawNomination c -> AccreditationFacts.NOTHING;
            case SettleCredentials c -> AccreditationFacts.NOTHING;
            case ExpireAccreditation c -> AccreditationFacts.NOTHING;
        };
    }

    private AccreditationFacts of(String meeting) {
        return new AccreditationFacts(null, gathered.meeting(meeting), AccreditationFacts.NOTHING.delegation(), null);
    }

    private Reference kept(String name, Act act) {
        return bodies.keep(act.stream() + "|" + act.commandId(), Ids.sha256(name), 0, name);
    }

    private Delegation others(String forum, String meeting, String party, Act act) {
        return gathered.delegation(forum, meeting, party, act.stream(), Accreditation.STANDING);
    }

    @Override
    public Scope scope(@Nullable AccreditationCommand command, Accreditation a) {
        if (a.status() == Accreditation.Status.NONE && command instanceof NominateDelegate n) {
            return scope(n.forum(), n.meeting(), n.party(), a);
        }
        if (a.status() == Accreditation.Status.NONE && command instanceof NominateSuccessor n) {
            return scope(n.forum(), n.meeting(), n.party(), a);
        }
        return scope(a.forum(), a.meeting(), a.party(), a);
    }

    /** Whom a party wishes to send is its own affair until the person is accepted; from then on the forum knows. */
    private Scope scope(String forum, String meeting, String party, Accreditation a) {
        String audience = a.known() ? Audience.FORUM : Audience.unit(party);
        return new Scope(forum, gathered.body(meeting), party, a.status().name(), audience);
    }

    @Override
    public Object show(String stream, Accreditation a, Standing reader) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", stream);
        shown.put("status", a.status());
        shown.put("forum", a.forum());
        shown.put("meeting", a.meeting());
        shown.put("party", a.party());
        shown.put("filedBy", filedBy.apply(stream));
        shown.put("capacity", a.capacity());
        shown.put("noteVerbale", a.noteVerbale());
        shown.put("reason", a.reason());
        shown.put("assurance", a.assurance());
        shown.put("objections", a.objections());
        shown.put("successor", a.successor());
        if (a.party().equals(reader.unit()) || reader.has(Policy.TRUSTED, null)) {
            shown.put("refusal", a.refusal());
            if (a.name() != null) {
                tombstones.show(shown, "name", a.name().body(), reader);
            }
            if (a.file() != null) {
                tombstones.show(shown, "file", a.file().file().body(), a.file(), reader);
            }
            tombstones.earlier(shown, stream, reader);
        }
        shown.values().removeIf(Objects::isNull);
        return shown;
    }
}
