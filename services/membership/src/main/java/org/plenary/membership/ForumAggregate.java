package org.plenary.membership;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;
import org.plenary.membership.domain.Forum;
import org.plenary.membership.domain.ForumCommand;
import org.plenary.membership.domain.ForumCommand.FoundForum;
import org.plenary.membership.domain.ForumDecider;
import org.plenary.membership.domain.ForumEvent;
import org.plenary.membership.domain.NoFacts;

/** Forums. The stream follows from the symbol prefix, so that no two forums can have the same. */
final class ForumAggregate implements Aggregate<ForumCommand, Forum, ForumEvent, NoFacts> {
    private static final ForumDecider RULES = new ForumDecider();

    @Override
    public String name() {
        return "forum";
    }

    @Override
    public String collection() {
        return "forums";
    }

    @Override
    public Class<ForumCommand> commands() {
        return ForumCommand.class;
    }

    @Override
    public Class<ForumEvent> events() {
        return ForumEvent.class;
    }

    @Override
    public Class<Forum> states() {
        return Forum.class;
    }

    @Override
    public Decider<ForumCommand, Forum, ForumEvent, NoFacts> decider() {
        return RULES;
    }

    static String stream(String symbolPrefix) {
        return "forum-" + Ids.v5("forum|" + symbolPrefix);
    }

    @Override
    public String streamFor(ForumCommand command, UUID fresh) {
        return switch (command) {
            case FoundForum found -> stream(found.symbolPrefix());
        };
    }

    @Override
    public NoFacts facts(ForumCommand command, Forum state, Act act) {
        return new NoFacts();
    }

    @Override
    public Scope scope(@Nullable ForumCommand command, Forum forum) {
        String id = forum.symbolPrefix().isEmpty() ? "" : stream(forum.symbolPrefix());
        return new Scope(id, null, null, forum.status().name(), Audience.PUBLIC);
    }

    @Override
    public Object show(String stream, Forum forum, Standing reader) {
        return forum;
    }
}
