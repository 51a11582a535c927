package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;

/**
 * What a decision on an invitation needs to know besides.
 *
 * @param name the invited person's name, kept as a body
 * @param email the address, kept as a body
 * @param inviter who made it, as the forum knows that person now
 * @param accepting the person that the accepting sign-in is in the forum; not registered where it is nobody yet
 * @param partyKnown whether the forum's register has the party that the command names
 * @param administered whether the party has a focal point in force; as the view of people has it
 */
public record InvitationFacts(
        @Nullable Reference name,
        @Nullable Reference email,
        Person inviter,
        Person accepting,
        boolean partyKnown,
        boolean administered) {}
