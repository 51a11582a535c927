package org.plenary.membership;

import java.time.InstantSource;
import java.util.List;
import org.plenary.kernel.KernelConfiguration;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.redaction.Tombstones;
import org.plenary.kernel.view.OwnViews;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Who the parties are, who speaks for them, and by which rules. */
@SpringBootApplication(proxyBeanMethods = false)
@Import({
    KernelConfiguration.class,
    ForumsView.class,
    PartiesView.class,
    PeopleView.class,
    RegisterRoutes.class,
    AccreditationConfiguration.class
})
public class MembershipApplication {
    /** Runs the service alone. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(MembershipApplication.class)
                .properties("spring.config.name=membership")
                .run(args);
    }

    @Bean
    ForumAggregate forumAggregate(ObjectProvider<CommandHandler> handler, PartyAggregate parties, InstantSource clock) {
        return new ForumAggregate(
                stream -> handler.getObject().read(parties, stream).state(), clock);
    }

    @Bean
    PartyAggregate partyAggregate(InstantSource clock) {
        return new PartyAggregate(clock);
    }

    @Bean
    RegisterImports registerImports(ObjectProvider<CommandHandler> handler, PartyAggregate parties) {
        return new RegisterImports(
                stream -> handler.getObject().read(parties, stream).state());
    }

    @Bean
    ImportAggregate importAggregate(RegisterImports imports) {
        return new ImportAggregate(imports);
    }

    @Bean
    RouterFunction<ServerResponse> registerFiles(RegisterRoutes routes) {
        return RouterFunctions.route()
                .POST("/api/membership/register-imports/preview", routes::preview)
                .GET("/api/membership/register", routes::export)
                .build();
    }

    @Bean
    Subscription ownImports(PartyAggregate parties) {
        return new Subscription(
                "membership",
                "import",
                MembershipReactions::nothing,
                List.of(new ImportReactions(parties)::whenRegisterImportOrderedBringPartiesUpToDate));
    }

    @Bean
    PersonAggregate personAggregate(
            Streams streams, ForumAggregate forums, PeopleView people, Bodies bodies, Tombstones tombstones) {
        return new PersonAggregate(streams, forums, people, bodies, tombstones);
    }

    @Bean
    InvitationAggregate invitationAggregate(
            PersonAggregate people,
            PeopleView view,
            ObjectProvider<CommandHandler> handler,
            PartyAggregate parties,
            Bodies bodies,
            Tombstones tombstones) {
        return new InvitationAggregate(
                people,
                view,
                stream -> handler.getObject().read(parties, stream).state(),
                bodies,
                tombstones);
    }

    @Bean
    OwnViews.Definition invitations() {
        return OwnViews.Definition.of("invitation", "invitations", MembershipViews::invitations);
    }

    @Bean
    Subscription ownInvitations(PartyAggregate parties, PersonAggregate people) {
        MembershipReactions reactions = new MembershipReactions(parties, people);
        return new Subscription(
                "membership",
                "invitation",
                MembershipReactions::nothing,
                List.of(reactions::whenInvitationAcceptedRegisterThePerson));
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
