package org.plenary.membership.domain;

import java.util.ArrayList;
import java.util.List;
import org.plenary.membership.domain.ForumEvent.BodyEstablished;
import org.plenary.membership.domain.ForumEvent.FrameworkAdopted;
import org.plenary.membership.domain.ForumEvent.RuleCardImported;
import org.plenary.membership.domain.ForumEvent.SigningKeyRegistered;

/** A forum: its bodies, objectives, rule cards and offices' keys. The parties and people are streams of their own. */
public record Forum(
        Status status,
        String name,
        String symbolPrefix,
        boolean fictional,
        List<FrameworkAdopted> frameworks,
        List<BodyEstablished> bodies,
        List<RuleCardImported> ruleCards,
        List<SigningKeyRegistered> signingKeys) {
    /** Whether it is founded. */
    public enum Status {
        NONE,
        FOUNDED
    }

    static final Forum INITIAL = new Forum(Status.NONE, "", "", false, List.of(), List.of(), List.of(), List.of());

    static <T> List<T> plus(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return List.copyOf(more);
    }
}
