package org.plenary.membership;

import java.util.List;
import org.plenary.kernel.KernelConfiguration;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.view.OwnViews;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Who the parties are, who speaks for them, and by which rules. */
@SpringBootApplication(proxyBeanMethods = false)
@Import({KernelConfiguration.class, ForumsView.class, AccreditationConfiguration.class})
public class MembershipApplication {
    /** Runs the service alone. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(MembershipApplication.class)
                .properties("spring.config.name=membership")
                .run(args);
    }

    @Bean
    ForumAggregate forumAggregate() {
        return new ForumAggregate();
    }

    @Bean
    PartyAggregate partyAggregate() {
        return new PartyAggregate();
    }

    @Bean
    PersonAggregate personAggregate() {
        return new PersonAggregate();
    }

    @Bean
    OwnViews.Definition forums() {
        return OwnViews.Definition.of("forum", "forums", MembershipViews::forums);
    }

    @Bean
    OwnViews.Definition parties() {
        return OwnViews.Definition.of("party", "parties", MembershipViews::parties);
    }

    @Bean
    OwnViews.Definition people() {
        return OwnViews.Definition.of("person", "people", MembershipViews::people);
    }

    @Bean
    Subscription ownForums(PartyAggregate parties, PersonAggregate people) {
        MembershipReactions reactions = new MembershipReactions(parties, people);
        return new Subscription(
                "membership",
                "forum",
                MembershipReactions::nothing,
                List.of(reactions::whenRegisterImportedRegisterPeopleAndParties));
    }
}
