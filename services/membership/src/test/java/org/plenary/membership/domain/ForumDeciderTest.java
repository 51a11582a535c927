package org.plenary.membership.domain;

import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.membership.domain.ForumCommand.FoundForum;
import org.plenary.membership.domain.ForumEvent.*;
import org.plenary.membership.domain.PartyCommand.RegisterParty;
import org.plenary.membership.domain.PartyEvent.PartyRegistered;

class ForumDeciderTest {
    private static final Card CARD = new Card(
            Duration.ofDays(42),
            Duration.ofDays(30),
            Duration.ofDays(14),
            23,
            30,
            "NONE",
            Duration.ofDays(10),
            Duration.ofDays(60),
            Duration.ofHours(72),
            Duration.ofDays(14),
            List.of("MEMBER_STATE"),
            null);

    private static PartyEntry party(String slug) {
        return new PartyEntry(slug, PartyClass.MEMBER_STATE, slug, "UTC", null, null);
    }

    private static FoundForum founding(String body, String keyholder, String unit, String cardBody, String keyParty) {
        return new FoundForum(
                "Forum",
                "FF",
                true,
                "1",
                "Objectives",
                List.of(new Objective(1, "Sharing", null)),
                List.of(new BodyEntry(body, "Body", List.of(keyholder), List.of("au", "id"))),
                List.of(party("au"), party("id")),
                List.of(new PersonEntry("au.head", unit, List.of(new GrantEntry("HEAD", null)))),
                List.of(new RuleCardEntry(cardBody, "MINISTERIAL_CONFERENCE", "ours", CARD)),
                List.of(new SigningKeyEntry(keyParty, "k", "x", true)));
    }

    @Test
    void a_forum_is_founded_once_with_everything_in_one_commit() {
        FoundForum good = founding("conference", "au", "au", "conference", "id");
        spec(new ForumDecider())
                .by(person("operator", null))
                .when(good, ForumFacts.NONE)
                .thenKinds(
                        ForumFounded.class,
                        FrameworkAdopted.class,
                        BodyEstablished.class,
                        RuleCardImported.class,
                        SigningKeyRegistered.class,
                        RegisterImported.class);
        spec(new ForumDecider())
                .given(new ForumFounded("Forum", "FF", true, "operator"))
                .when(good, ForumFacts.NONE)
                .thenRejected(ForumRule.ALREADY_FOUNDED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void founding_data_that_contradict_themselves_are_refused(int wrong) {
        FoundForum bad = founding(
                "conference",
                wrong == 0 ? "xx" : "au",
                wrong == 1 ? "xx" : "au",
                wrong == 2 ? "xx" : "conference",
                wrong == 3 ? "xx" : "id");
        spec(new ForumDecider()).when(bad, ForumFacts.NONE).thenRejected(ForumRule.REGISTER_INCONSISTENT);
    }

    @Test
    void a_party_enters_a_forum_once() {
        RegisterParty party = new RegisterParty("forum-1", party("th"));
        spec(new PartyDecider()).when(party, new NoFacts()).thenKinds(PartyRegistered.class);
        spec(new PartyDecider())
                .given(new PartyRegistered("forum-1", "th", PartyClass.MEMBER_STATE, "th", "UTC", null, List.of()))
                .when(party, new NoFacts())
                .thenNothing();
    }
}
