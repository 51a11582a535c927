package org.plenary.circulation;

import java.util.List;
import java.util.Properties;
import org.plenary.kernel.KernelConfiguration;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.timer.Held;
import org.plenary.kernel.view.OwnViews;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Delivers what other services circulate, and keeps the receipts. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(KernelConfiguration.class)
public class CirculationApplication {
    /** How long the mail server may take for each step. */
    static final int MAIL_TIMEOUT_MILLIS = 2_000;

    /** Runs the service alone. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(CirculationApplication.class)
                .properties("spring.config.name=circulation")
                .run(args);
    }

    @Bean
    JavaMailSenderImpl mailSender(@Value("${plenary.mail.host}") String host, @Value("${plenary.mail.port}") int port) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(host);
        sender.setPort(port);
        Properties p = sender.getJavaMailProperties();
        for (String step : List.of("connectiontimeout", "timeout", "writetimeout")) {
            p.setProperty("mail.smtp." + step, Integer.toString(MAIL_TIMEOUT_MILLIS));
        }
        return sender;
    }

    @Bean
    DispatchAggregate dispatchAggregate() {
        return new DispatchAggregate();
    }

    @Bean
    AddresseesView addressees(Copies copies) {
        return new AddresseesView(copies);
    }

    @Bean
    CirculationReactions reactions(
            DispatchAggregate dispatches,
            AddresseesView addressees,
            Copies copies,
            JavaMailSenderImpl sender,
            Gate gate,
            Held held,
            CommandHandler handler) {
        return new CirculationReactions(
                dispatches,
                addressees,
                copies,
                new Post(sender),
                gate,
                held,
                dispatch -> handler.read(dispatches, dispatch).state());
    }

    @Bean
    OwnViews.Definition dispatches() {
        return OwnViews.Definition.of("dispatch", "dispatches", DispatchesView::fold);
    }

    private static Subscription hears(String service, String aggregate, Reaction reaction) {
        return new Subscription(service, aggregate, CirculationReactions::nothing, List.of(reaction));
    }

    @Bean
    Subscription meetings(CirculationReactions reactions) {
        return hears("meeting", "meeting", reactions::whenSomethingIsCirculatedOrderItsDispatch);
    }

    @Bean
    Subscription agendas(CirculationReactions reactions) {
        return hears("agenda", "agenda", reactions::whenSomethingIsCirculatedOrderItsDispatch);
    }

    @Bean
    Subscription documents(CirculationReactions reactions) {
        return hears("outcomes", "document", reactions::whenSomethingIsCirculatedOrderItsDispatch);
    }

    @Bean
    Subscription ownDispatches(CirculationReactions reactions) {
        return new Subscription(
                "circulation",
                "dispatch",
                CirculationReactions::dispatch,
                List.of(reactions::whenDispatchOrderedOrResumedSendItsMessages));
    }
}
