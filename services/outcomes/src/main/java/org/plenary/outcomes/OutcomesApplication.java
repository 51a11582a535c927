package org.plenary.outcomes;

import java.time.InstantSource;
import java.util.List;
import org.plenary.kernel.KernelConfiguration;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.register.Register;
import org.plenary.kernel.view.OwnViews;
import org.plenary.outcomes.domain.DocumentDecider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Texts from zero draft to publication, silence procedures, signatures, and the ledger of commitments. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(KernelConfiguration.class)
public class OutcomesApplication {
    /** Runs the service alone. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(OutcomesApplication.class)
                .properties("spring.config.name=outcomes")
                .run(args);
    }

    @Bean
    DocumentAggregate documentAggregate(Copies copies, InstantSource clock) {
        return new DocumentAggregate(new GatheredFacts(copies), clock);
    }

    @Bean
    CommitmentAggregate commitmentAggregate(ObjectProvider<CommandHandler> handler, DocumentAggregate documents) {
        return new CommitmentAggregate(id -> id.startsWith("document-")
                ? handler.getObject().read(documents, id).state()
                : new DocumentDecider().initial());
    }

    @Bean
    Register register() {
        return new Register();
    }

    @Bean
    OutcomesReactions reactions(DocumentAggregate documents, Register register, CommandHandler handler) {
        return new OutcomesReactions(
                documents, register, id -> handler.read(documents, id).state().symbolStem());
    }

    @Bean
    OwnViews.Definition documents() {
        return OwnViews.Definition.of("document", "documents", OutcomesViews::documents);
    }

    @Bean
    OwnViews.Definition commitments() {
        return OwnViews.Definition.of("commitment", "commitments", OutcomesViews::commitments);
    }

    @Bean
    Subscription forums() {
        return Subscription.copy("membership", "forum", OutcomesReactions::forum);
    }

    @Bean
    Subscription parties() {
        return Subscription.copy("membership", "party", PartyCopy::fold);
    }

    @Bean
    Subscription meetings() {
        return Subscription.copy("meeting", "meeting", OutcomesReactions::meeting);
    }

    @Bean
    Subscription ownDocuments(OutcomesReactions reactions) {
        return new Subscription(
                "outcomes",
                "document",
                OutcomesReactions::nothing,
                List.of(reactions::whenDraftReadyMintItsNumber, reactions::whenDocumentSignedMintItsFinalNumber));
    }

    @Bean
    Subscription ownRegister(OutcomesReactions reactions) {
        return new Subscription(
                "outcomes",
                "register",
                OutcomesReactions::nothing,
                List.of(reactions::whenNumberMintedAssignTheSymbol));
    }
}
