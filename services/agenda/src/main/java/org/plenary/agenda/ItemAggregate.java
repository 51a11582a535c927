package org.plenary.agenda;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plenary.agenda.domain.Item;
import org.plenary.agenda.domain.ItemCommand;
import org.plenary.agenda.domain.ItemCommand.SubmitItem;
import org.plenary.agenda.domain.ItemDecider;
import org.plenary.agenda.domain.ItemEvent;
import org.plenary.agenda.domain.MeetingFacts;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Agenda items: the submitting party's and the secretariat's until they are listed, then the whole forum's. */
final class ItemAggregate implements Aggregate<ItemCommand, Item, ItemEvent, MeetingFacts> {
    private static final ItemDecider RULES = new ItemDecider();
    private final GatheredFacts gathered;
    private final Function<String, @Nullable String> filedBy;

    /** @param filedBy from an item's stream to who filed it for its party, where another did */
    ItemAggregate(GatheredFacts gathered, Function<String, @Nullable String> filedBy) {
        this.gathered = gathered;
        this.filedBy = filedBy;
    }

    @Override
    public String name() {
        return "item";
    }

    @Override
    public String collection() {
        return "items";
    }

    @Override
    public Class<ItemCommand> commands() {
        return ItemCommand.class;
    }

    @Override
    public Class<ItemEvent> events() {
        return ItemEvent.class;
    }

    @Override
    public Class<Item> states() {
        return Item.class;
    }

    @Override
    public Decider<ItemCommand, Item, ItemEvent, MeetingFacts> decider() {
        return RULES;
    }

    @Override
    public MeetingFacts facts(ItemCommand command, Item item, Act act) {
        String meeting = command instanceof SubmitItem c ? c.meeting() : item.meeting();
        return gathered.meeting(meeting);
    }

    @Override
    public Scope scope(@Nullable ItemCommand command, Item item) {
        if (item.status() == Item.Status.NONE && command instanceof SubmitItem c) {
            MeetingFacts.KnownMeeting meeting = gathered.meeting(c.meeting()).meeting();
            String forum = meeting == null ? "" : meeting.forum();
            String body = meeting == null ? null : meeting.body();
            return new Scope(forum, body, c.party(), "NONE", Audience.unit(c.party()));
        }
        // What the forum saw listed stays the forum's: a later withdrawal is seen, not a disappearance.
        String audience = item.agenda() == null ? Audience.unit(item.party()) : Audience.FORUM;
        return new Scope(item.forum(), item.body(), item.party(), item.status().name(), audience);
    }

    @Override
    public Object show(String stream, Item item, Standing reader) {
        ObjectNode shown = Json.withId(stream, item);
        String filer = filedBy.apply(stream);
        return filer == null ? shown : shown.put("filedBy", filer);
    }
}
