package org.plenary.agenda;

import java.util.List;
import org.plenary.agenda.domain.ItemDecider;
import org.plenary.kernel.KernelConfiguration;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.register.Register;
import org.plenary.kernel.view.FiledBy;
import org.plenary.kernel.view.OwnViews;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Submitted items, screening, and the agenda document from compilation to adoption. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(KernelConfiguration.class)
public class AgendaApplication {
    /** Runs the service alone. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(AgendaApplication.class)
                .properties("spring.config.name=agenda")
                .run(args);
    }

    @Bean
    GatheredFacts gatheredFacts(
            Copies copies, ObjectProvider<CommandHandler> handler, ObjectProvider<ItemAggregate> items) {
        return new GatheredFacts(
                copies,
                id -> id.startsWith("item-")
                        ? handler.getObject().read(items.getObject(), id).state()
                        : new ItemDecider().initial());
    }

    @Bean
    ItemAggregate itemAggregate(GatheredFacts gathered, FiledBy filedBy) {
        return new ItemAggregate(gathered, stream -> filedBy.of("items", stream));
    }

    @Bean
    AgendaAggregate agendaAggregate(GatheredFacts gathered) {
        return new AgendaAggregate(gathered);
    }

    @Bean
    Register register() {
        return new Register();
    }

    @Bean
    AgendaReactions reactions(ItemAggregate items, AgendaAggregate agendas, Register register) {
        return new AgendaReactions(items, agendas, register);
    }

    @Bean
    OwnViews.Definition items() {
        return OwnViews.Definition.of("item", "items", AgendaViews::items);
    }

    @Bean
    OwnViews.Definition agendas() {
        return OwnViews.Definition.of("agenda", "agendas", AgendaViews::agendas);
    }

    @Bean
    Subscription forums() {
        return Subscription.copy("membership", "forum", AgendaReactions::forum);
    }

    @Bean
    Subscription parties() {
        return Subscription.copy("membership", "party", PartyCopy::fold);
    }

    @Bean
    Subscription meetings(AgendaReactions reactions) {
        return new Subscription(
                "meeting",
                "meeting",
                AgendaReactions::meeting,
                List.of(reactions::whenMeetingConvenedOpenTheCallForItems));
    }

    @Bean
    Subscription ownAgendas(AgendaReactions reactions) {
        return new Subscription(
                "agenda",
                "agenda",
                AgendaReactions::nothing,
                List.of(
                        reactions::whenAgendaOpenedMintItsNumberAndWhenFrozenListItsItems,
                        reactions::whenAgendaAdoptedIncludeItsItems));
    }

    @Bean
    Subscription ownRegister(AgendaReactions reactions) {
        return new Subscription(
                "agenda", "register", AgendaReactions::nothing, List.of(reactions::whenNumberMintedAssignTheSymbol));
    }
}
