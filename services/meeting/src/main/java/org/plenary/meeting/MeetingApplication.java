package org.plenary.meeting;

import java.util.List;
import org.plenary.kernel.KernelConfiguration;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.register.Register;
import org.plenary.kernel.view.OwnViews;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Scheduling with two keys, convening, presence, opening and closing. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(KernelConfiguration.class)
public class MeetingApplication {
    /** Runs the service alone. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(MeetingApplication.class)
                .properties("spring.config.name=meeting")
                .run(args);
    }

    @Bean
    MeetingAggregate meetingAggregate(Copies copies) {
        return new MeetingAggregate(new GatheredFacts(copies));
    }

    @Bean
    Register register() {
        return new Register();
    }

    @Bean
    MeetingReactions reactions(MeetingAggregate meetings, Register register) {
        return new MeetingReactions(meetings, register);
    }

    @Bean
    OwnViews.Definition meetings() {
        return OwnViews.Definition.of("meeting", "meetings", MeetingsView::fold);
    }

    @Bean
    Subscription forums() {
        return Subscription.copy("membership", "forum", MeetingReactions::forum);
    }

    @Bean
    Subscription parties() {
        return Subscription.copy("membership", "party", PartyCopy::fold);
    }

    @Bean
    Subscription accreditations() {
        return Subscription.copy("membership", "accreditation", MeetingReactions::accreditation);
    }

    @Bean
    Subscription items() {
        return Subscription.copy("agenda", "item", MeetingReactions::item);
    }

    @Bean
    Subscription agendas(MeetingReactions reactions) {
        return new Subscription(
                "agenda", "agenda", MeetingReactions::nothing, List.of(reactions::whenAgendaAdoptedEnterSubstance));
    }

    @Bean
    Subscription ownMeetings(MeetingReactions reactions) {
        return new Subscription(
                "meeting",
                "meeting",
                MeetingReactions::nothing,
                List.of(reactions::whenMeetingConvenedMintTheNoticesNumber));
    }

    @Bean
    Subscription ownRegister(MeetingReactions reactions) {
        return new Subscription(
                "meeting", "register", MeetingReactions::nothing, List.of(reactions::whenNumberMintedAssignTheSymbol));
    }
}
