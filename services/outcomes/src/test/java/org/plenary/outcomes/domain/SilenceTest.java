package org.plenary.outcomes.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.decide.Wait;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.outcomes.domain.DocumentCommand.CloseStatements;
import org.plenary.outcomes.domain.DocumentCommand.MakeStatement;
import org.plenary.outcomes.domain.DocumentCommand.ObjectToSilence;
import org.plenary.outcomes.domain.DocumentCommand.PlaceUnderSilence;
import org.plenary.outcomes.domain.DocumentCommand.SettleSilence;
import org.plenary.outcomes.domain.DocumentEvent.*;
import org.plenary.outcomes.domain.OutcomeFacts.KnownMeeting;

/** The silence procedure: who may break it, until exactly when, and what settles it. */
class SilenceTest {
    private static final DocumentDecider RULES = new DocumentDecider();
    private static final Instant T = NOON.plus(Duration.ofHours(72));
    private static final Instant SETTLES = T.plusSeconds(10);
    private static final List<Paragraph> TEXT = List.of(new Paragraph("op1", ParagraphKind.OP, "We commit to it."));
    private static final OutcomeRules CARD =
            new OutcomeRules(1, Duration.ofHours(72), Duration.ofDays(14), List.of("MEMBER_STATE"));
    private static final OutcomeFacts FACTS = new OutcomeFacts(
            new KnownMeeting("forum-1", "conference", "BP/MC.9", List.of("au", "id")),
            CARD,
            Map.of("au", "MEMBER_STATE", "id", "MEMBER_STATE", "th", "MEMBER_STATE", "iom", "MEMBER_ORGANISATION"),
            Map.of());
    private static final String HASH =
            Canonical.hash(Canonical.bytes("BP/MC.9", DocumentClass.DECLARATION, "Declaration", "en", TEXT));
    private static final Standing AU = person("au.cochair", "au", "CO_CHAIR");
    private static final Standing ID = person("id.cochair", "id", "CO_CHAIR");
    private static final Standing THAILAND = person("th.head", "th", "HEAD");
    private static final ObjectToSilence OBJECTION = new ObjectToSilence("Beyond our mandate.");

    private static DeciderSpecification<DocumentCommand, Document, DocumentEvent, OutcomeFacts> ready() {
        return spec(RULES)
                .given(
                        new DraftOpened(
                                "forum-1",
                                "meeting-1",
                                "conference",
                                "BP/MC.9",
                                DocumentClass.DECLARATION,
                                "Declaration",
                                "en",
                                TEXT,
                                List.of("au", "id"),
                                CARD,
                                "secretariat"),
                        new DraftCirculated(1, HASH, List.of("au")),
                        new DraftCleaned(1, HASH, "secretariat"),
                        new DraftReady(HASH),
                        new SymbolAssigned("BP/MC.9/L.1"));
    }

    private static DeciderSpecification<DocumentCommand, Document, DocumentEvent, OutcomeFacts> underSilence() {
        return ready().given(new SilenceKeyTurned("au", "au.cochair", HASH, T, "Asia/Makassar"))
                .given(new SilenceKeyTurned("id", "id.cochair", HASH, T, "Asia/Makassar"))
                .given(new SilencePlaced(
                        "forum-1",
                        "meeting-1",
                        HASH,
                        "BP/MC.9/L.1",
                        "Declaration",
                        T,
                        SETTLES,
                        "Asia/Makassar",
                        Duration.ofHours(72),
                        Duration.ofHours(72),
                        List.of("au", "id", "th"),
                        List.of("au", "id", "iom", "th"),
                        1));
    }

    private static PlaceUnderSilence until(Instant expires) {
        return new PlaceUnderSilence(HASH, expires, "Asia/Makassar");
    }

    @Test
    void two_keys_on_the_same_terms_place_a_text_under_silence() {
        ready().by(AU).when(until(T), FACTS).thenKinds(SilenceKeyTurned.class);
        List<DocumentEvent> events = ready().given(new SilenceKeyTurned("au", "au.cochair", HASH, T, "Asia/Makassar"))
                .by(ID)
                .when(until(T), FACTS)
                .thenKinds(SilenceKeyTurned.class, SilencePlaced.class);
        SilencePlaced placed = (SilencePlaced) events.get(1);
        assertThat(placed.breakers()).containsExactly("au", "id", "th");
        assertThat(placed.settlesAt()).isEqualTo(SETTLES);
        assertThat(RULES.waits(placed)).containsExactly(new Wait("settle", SETTLES));
    }

    @Test
    void a_card_adopted_meanwhile_changes_nothing_for_a_text_that_began_under_the_earlier_one() {
        OutcomeFacts adopted = new OutcomeFacts(
                FACTS.meeting(),
                new OutcomeRules(2, Duration.ofHours(96), Duration.ofDays(1), List.of("MEMBER_ORGANISATION")),
                FACTS.partyClasses(),
                Map.of());
        SilencePlaced placed =
                (SilencePlaced) ready().given(new SilenceKeyTurned("au", "au.cochair", HASH, T, "Asia/Makassar"))
                        .by(ID)
                        .when(until(T), adopted)
                        .events()
                        .getLast();
        assertThat(placed.ruleCardVersion()).isEqualTo(1);
        assertThat(placed.minimum()).isEqualTo(Duration.ofHours(72));
        assertThat(placed.breakers()).containsExactly("au", "id", "th");
        underSilence().by(THAILAND).when(OBJECTION, adopted).thenKinds(SilenceObjected.class, SilenceBroken.class);
        DocumentAdopted settled = (DocumentAdopted) underSilence()
                .at(SETTLES)
                .when(new SettleSilence(), adopted)
                .events()
                .getFirst();
        assertThat(settled.statementsUntil()).isEqualTo(T.plus(Duration.ofDays(14)));
    }

    @Test
    void the_minimum_is_kept_to_the_millisecond_and_judged_at_the_second_key_too() {
        ready().by(AU).when(until(T.minusMillis(1)), FACTS).thenRejected(DocumentRule.SILENCE_TOO_SHORT);
        ready().given(new SilenceKeyTurned("au", "au.cochair", HASH, T, "Asia/Makassar"))
                .by(ID)
                .at(NOON.plusMillis(1))
                .when(until(T), FACTS)
                .thenRejected(DocumentRule.SILENCE_TOO_SHORT);
    }

    @Test
    void the_second_key_must_name_the_same_instant_and_the_same_bytes() {
        var one = ready().given(new SilenceKeyTurned("au", "au.cochair", HASH, T, "Asia/Makassar"))
                .by(ID);
        one.when(until(T.plusSeconds(1)), FACTS).thenRejected(DocumentRule.SILENCE_OTHER_TERMS);
        one.when(new PlaceUnderSilence("0".repeat(64), T, "Asia/Makassar"), FACTS)
                .thenRejected(KeyRule.KEY_OTHER_BYTES);
        ready().by(AU)
                .when(new PlaceUnderSilence(HASH, T, "Mars/Olympus"), FACTS)
                .thenRejected(DocumentRule.ZONE_UNKNOWN);
    }

    @Test
    void whose_key_alone_stands_may_give_other_terms() {
        Instant later = T.plusSeconds(3600);
        var again = ready().given(new SilenceKeyTurned("au", "au.cochair", HASH, T, "Asia/Makassar"))
                .by(AU)
                .when(until(later), FACTS);
        assertThat(again.state().silence().expiresAt()).isEqualTo(later);
        assertThat(again.state().silence().keys().turned()).containsOnlyKeys("au");
    }

    @Test
    void terms_that_leave_too_little_time_hold_the_text_no_longer() {
        Instant later = T.plus(Duration.ofDays(1));
        var proposed = ready().given(new SilenceKeyTurned("au", "au.cochair", HASH, T, "Asia/Makassar"))
                .by(ID)
                .at(NOON.plusMillis(1))
                .when(until(later), FACTS);
        assertThat(proposed.state().silence().keys().turned()).containsOnlyKeys("id");
        ready().given(new SilenceKeyTurned("au", "au.cochair", HASH, T, "Asia/Makassar"))
                .given(proposed.events())
                .by(AU)
                .at(NOON.plusMillis(2))
                .when(until(later), FACTS)
                .thenKinds(SilenceKeyTurned.class, SilencePlaced.class);
    }

    @Test
    void the_window_for_statements_is_settled_ten_seconds_after_it_closes() {
        DocumentAdopted adopted = (DocumentAdopted) underSilence()
                .at(SETTLES)
                .when(new SettleSilence(), FACTS)
                .thenKinds(DocumentAdopted.class)
                .getFirst();
        Instant until = adopted.statementsUntil();
        MakeStatement statement = new MakeStatement(StatementKind.EXPLANATION_OF_POSITION, null, "We understand.");
        assertThat(RULES.waits(adopted)).containsExactly(new Wait("close-statements", until.plusSeconds(10)));
        var open = underSilence().given(adopted);
        open.at(until).when(new CloseStatements(), FACTS).thenNothing();
        open.by(THAILAND)
                .at(until.minusMillis(1))
                .decidedAt(until.plusSeconds(9))
                .when(statement, FACTS)
                .thenKinds(StatementMade.class);
        open.by(THAILAND).at(until).when(statement, FACTS).thenRejected(DocumentRule.STATEMENTS_CLOSED);
        open.at(until.plusSeconds(10)).when(new CloseStatements(), FACTS).thenKinds(StatementsClosed.class);
    }

    @Test
    void an_objection_a_millisecond_before_T_breaks_it_though_it_is_decided_after_T() {
        underSilence()
                .by(THAILAND)
                .at(T.minusMillis(1))
                .decidedAt(T.plusSeconds(8))
                .when(OBJECTION, FACTS)
                .thenKinds(SilenceObjected.class, SilenceBroken.class);
    }

    @Test
    void an_objection_received_at_exactly_T_is_late() {
        underSilence().by(THAILAND).at(T).when(OBJECTION, FACTS).thenRejected(DocumentRule.SILENCE_EXPIRED);
    }

    @Test
    void only_the_classes_of_the_rule_card_may_break_it() {
        underSilence()
                .by(person("iom.head", "iom", "HEAD"))
                .when(OBJECTION, FACTS)
                .thenRejected(DocumentRule.PARTY_MAY_NOT_BREAK);
    }

    @Test
    void a_broken_silence_takes_further_objections_and_one_a_party() {
        var broken = underSilence()
                .given(new SilenceObjected("th", "th.head", "No.", NOON))
                .given(new SilenceBroken("forum-1", "meeting-1", "BP/MC.9/L.1", "Declaration", "th", List.of()));
        broken.by(person("id.head", "id", "HEAD")).when(OBJECTION, FACTS).thenKinds(SilenceObjected.class);
        broken.by(THAILAND).when(OBJECTION, FACTS).thenNothing();
    }

    @Test
    void head_and_alternate_of_one_party_object_as_one() {
        var objected = underSilence().by(THAILAND).when(OBJECTION, FACTS);
        var broken = underSilence().given(objected.events());
        broken.by(person("th.alternate", "th", "HEAD"))
                .when(new ObjectToSilence("Nor within our law."), FACTS)
                .thenNothing();
        assertThat(broken.state().silence().objectors()).containsExactly("th");
    }

    @Test
    void it_is_settled_at_T_plus_ten_seconds_with_effect_as_of_T() {
        List<DocumentEvent> events = underSilence()
                .by(Standing.system())
                .at(SETTLES)
                .when(new SettleSilence(), FACTS)
                .thenKinds(DocumentAdopted.class);
        DocumentAdopted adopted = (DocumentAdopted) events.getFirst();
        assertThat(adopted.effectiveAt()).isEqualTo(T);
        assertThat(adopted.objections()).isZero();
        assertThat(adopted.membersReached()).isEqualTo(3);
        assertThat(adopted.statementsUntil()).isEqualTo(T.plus(Duration.ofDays(14)));
    }

    @Test
    void the_timer_decides_nothing_too_early_twice_or_after_a_break() {
        underSilence()
                .at(SETTLES.minusMillis(1))
                .when(new SettleSilence(), FACTS)
                .thenNothing();
        ready().at(SETTLES).when(new SettleSilence(), FACTS).thenNothing();
        underSilence()
                .given(new SilenceObjected("th", "th.head", "No.", NOON))
                .given(new SilenceBroken("forum-1", "meeting-1", "BP/MC.9/L.1", "Declaration", "th", List.of()))
                .at(SETTLES)
                .when(new SettleSilence(), FACTS)
                .thenNothing();
    }

    @Test
    void outside_a_silence_there_is_nothing_to_object_to() {
        ready().by(THAILAND).when(OBJECTION, FACTS).thenRejected(DocumentRule.NOT_UNDER_SILENCE);
        underSilence().by(AU).when(until(T), FACTS).thenRejected(DocumentRule.NOT_READY);
    }
}
