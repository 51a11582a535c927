package org.plenary.membership;

import java.util.List;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.body.FileBodies;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.redaction.Tombstones;
import org.plenary.kernel.view.FiledBy;
import org.plenary.kernel.view.OwnViews;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Accreditation, credentials and the protocol order: their streams, their lists and what they hear. */
@Configuration(proxyBeanMethods = false)
@Import({GatheredFacts.class, FileController.class})
class AccreditationConfiguration {
    @Bean
    NotesVerbales notesVerbales(FileBodies files) {
        return new NotesVerbales(files);
    }

    @Bean
    AccreditationAggregate accreditationAggregate(
            Bodies bodies, Tombstones tombstones, NotesVerbales notes, GatheredFacts gathered, FiledBy filedBy) {
        return new AccreditationAggregate(
                bodies, tombstones, notes, gathered, stream -> filedBy.of("accreditations", stream));
    }

    @Bean
    ReportAggregate reportAggregate(GatheredFacts gathered, AccreditationAggregate accreditations) {
        return new ReportAggregate(gathered, accreditations);
    }

    @Bean
    SeatingAggregate seatingAggregate(GatheredFacts gathered) {
        return new SeatingAggregate(gathered);
    }

    @Bean
    AccreditationReactions accreditationReactions(AccreditationAggregate accreditations, GatheredFacts gathered) {
        return new AccreditationReactions(accreditations, gathered);
    }

    @Bean
    OwnViews.Definition accreditations() {
        return OwnViews.Definition.of("accreditation", "accreditations", AccreditationViews::accreditations);
    }

    @Bean
    OwnViews.Definition reports() {
        return OwnViews.Definition.of("report", "credentials-reports", AccreditationViews::reports);
    }

    @Bean
    OwnViews.Definition seatings() {
        return OwnViews.Definition.of("seating", "protocol-orders", AccreditationViews::seatings);
    }

    @Bean
    Subscription meetings(AccreditationReactions reactions) {
        return new Subscription(
                "meeting",
                "meeting",
                AccreditationReactions::meeting,
                List.of(reactions::whenMeetingClosedLetAccreditationsExpire));
    }

    @Bean
    Subscription ownAccreditations(AccreditationReactions reactions) {
        return new Subscription(
                "membership",
                "accreditation",
                AccreditationViews::accreditations,
                List.of(
                        reactions::whenNominatedAfterTheMeetingLetItExpire,
                        reactions::whenDelegateReplacedNominateTheSuccessor));
    }

    @Bean
    Subscription ownReports(AccreditationReactions reactions) {
        return new Subscription(
                "membership",
                "report",
                MembershipReactions::nothing,
                List.of(reactions::whenCredentialsReportAdoptedSettleWhatIsContested));
    }
}
