package org.plenary.membership.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;

/**
 * What a decision on a person needs to know besides.
 *
 * @param bodyKnown whether the forum has the body that the command names, or it names none
 * @param keyholders the parties that hold keys of that body, or of the conference where none is named
 * @param anotherHolds whether another person holds the office that is to end; as the view of people has it
 * @param ground the ground of a recusal, kept as a body
 */
public record PersonFacts(
        boolean bodyKnown,
        Set<String> keyholders,
        boolean anotherHolds,
        @Nullable Reference ground) {}
