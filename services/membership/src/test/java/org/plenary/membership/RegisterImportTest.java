package org.plenary.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.membership.domain.ImportCommand;
import org.plenary.membership.domain.ImportCommand.Format;
import org.plenary.membership.domain.ImportCommand.ImportRegister;
import org.plenary.membership.domain.ImportDecider;
import org.plenary.membership.domain.ImportEvent;
import org.plenary.membership.domain.ImportEvent.RegisterImportOrdered;
import org.plenary.membership.domain.ImportFacts;
import org.plenary.membership.domain.ImportRule;
import org.plenary.membership.domain.Party;
import org.plenary.membership.domain.PartyClass;
import org.plenary.membership.domain.PartyDecider;
import org.plenary.membership.domain.PartyEvent;
import org.plenary.membership.domain.PartyEvent.*;
import org.plenary.membership.domain.RefusedLine;
import org.plenary.membership.domain.RegisterChange;
import org.plenary.membership.domain.RegisterChange.Kind;
import org.plenary.membership.domain.RegisterComparison;
import org.plenary.membership.domain.RegisterComparison.Result;
import org.plenary.membership.domain.RegisterExport;
import org.plenary.membership.domain.RegisterImport;
import org.plenary.membership.domain.RegisterLineRules;

/** From the file to the order: what is taken, what is refused and why, and that export and import are one format. */
class RegisterImportTest {
    private static final String FORUM = "forum-1";
    private static final String HEADER = "party,partyClass,name,zone,language\n";
    private static final Map<String, Party> REGISTER = register(
            party(registered("th", PartyClass.MEMBER_STATE, "Thailand")),
            party(
                    registered("nz", PartyClass.MEMBER_STATE, "New Zealand"),
                    new PartyRenamed("mi", "Aotearoa", NOON.minus(Duration.ofDays(1)), "secretariat")),
            party(
                    registered("fj", PartyClass.OBSERVER_STATE, "Fiji"),
                    new PartyClassChanged(
                            PartyClass.MEMBER_STATE, NOON.plus(Duration.ofDays(9)), "Admitted.", "secretariat"),
                    new PartyRenamed("en", "Fiji Islands", NOON.plus(Duration.ofDays(9)), "secretariat")),
            party(registered("eq", PartyClass.OBSERVER_ORGANISATION, "=Equals, \"Ltd\"")),
            party(registered("ap", PartyClass.OBSERVER_ORGANISATION, "'=x")),
            party(registered("aq", PartyClass.OBSERVER_ORGANISATION, "''-y")),
            party(registered("ci", PartyClass.OBSERVER_STATE, "Co\u0302te d'Ivoire")));

    private static PartyRegistered registered(String slug, PartyClass type, String name) {
        return new PartyRegistered(FORUM, slug, type, name, "UTC", null, List.of());
    }

    private static Party party(PartyEvent... events) {
        Party p = new PartyDecider().initial();
        for (PartyEvent e : events) {
            p = new PartyDecider().evolve(p, e);
        }
        return p;
    }

    private static Map<String, Party> register(Party... parties) {
        Map<String, Party> known = new TreeMap<>();
        for (Party p : parties) {
            known.put("party-1-" + p.party(), p);
        }
        return known;
    }

    private static ImportFacts facts(Format format, String content) {
        return new RegisterImports(s -> REGISTER.getOrDefault(s, new PartyDecider().initial()))
                .gather(FORUM, format, content);
    }

    private static Result csv(String lines) {
        return RegisterComparison.of(facts(Format.CSV, HEADER + lines), NOON);
    }

    private static void refuses(String line, String field, String rule) {
        Result result = csv(line);
        assertThat(result.refused())
                .extracting(RefusedLine::field, RefusedLine::rule)
                .as(line)
                .contains(org.assertj.core.groups.Tuple.tuple(field, rule));
        assertThat(result.changes()).as(line).isEmpty();
    }

    @Test
    void an_import_says_what_enters_is_renamed_changes_its_class_and_stays() {
        Result result = csv("""
                to,OBSERVER_STATE,Tonga,Pacific/Tongatapu,en
                to,OBSERVER_STATE,Tonga (to),Pacific/Tongatapu,to
                th,MEMBER_STATE,Kingdom of Thailand,UTC,en
                nz,OBSERVER_STATE,New Zealand,UTC,
                nz,OBSERVER_STATE,Aotearoa,UTC,mi
                """);
        assertThat(result.refused()).isEmpty();
        assertThat(result.changes())
                .containsExactly(
                        new RegisterChange(Kind.ENTERED, "to", null, null, "OBSERVER_STATE, Tonga"),
                        new RegisterChange(Kind.RENAMED, "to", "to", null, "Tonga (to)"),
                        new RegisterChange(Kind.RENAMED, "th", "en", "Thailand", "Kingdom of Thailand"),
                        new RegisterChange(Kind.CLASS_CHANGED, "nz", null, "MEMBER_STATE", "OBSERVER_STATE"));
        assertThat(result.unchanged()).isEqualTo(2);
        assertThat(result.entries()).hasSize(3);
    }

    @Test
    void a_line_is_refused_with_its_field_and_rule() {
        refuses("th,MEMBER_STATE,,UTC,en", "name", "missing");
        refuses("Th!,MEMBER_STATE,Thai,UTC,en", "party", "malformed");
        refuses("th,MEMBER,Thai,UTC,en", "partyClass", "class-unknown");
        refuses("th,MEMBER_STATE,Thai,Mars/Olympus,en", "zone", "zone-unknown");
        refuses("th,MEMBER_STATE,Thai,Asia/Bangkok,en", "zone", "zone-differs");
        refuses("th,MEMBER_STATE,Thai,UTC,english language", "language", "malformed");
        refuses("th,MEMBER_STATE," + "x".repeat(201) + ",UTC,en", "name", "too-long");
        refuses("th,MEMBER_STATE,\"two\nlines\",UTC,en", "name", "malformed");
        refuses("th,MEMBER_STATE,Thai,UTC,en,surplus", "column 6", "unknown-column");
        refuses("to,OBSERVER_STATE,Tonga,UTC,to", "language", "official-name-missing");
        refuses("fj,OBSERVER_ORGANISATION,Fiji,UTC,en", "partyClass", "class-change-not-later");
        refuses("fj,OBSERVER_STATE,Viti,UTC,en", "name", "name-change-not-later");
    }

    @Test
    void the_hash_that_was_shown_is_of_everything_that_is_written() {
        Result jakarta = csv("to,OBSERVER_STATE,Tonga,Asia/Jakarta,en");
        Result tokyo = csv("to,OBSERVER_STATE,Tonga,Asia/Tokyo,en");
        assertThat(jakarta.changes()).isEqualTo(tokyo.changes());
        assertThat(jakarta.hash(FORUM)).isNotEqualTo(tokyo.hash(FORUM));
    }

    @Test
    void a_party_gets_no_more_names_than_go_into_one_commit() {
        StringBuilder lines = new StringBuilder("to,OBSERVER_STATE,Tonga,UTC,en\n");
        for (int i = 1; i <= RegisterComparison.NAMES_MAX; i++) {
            lines.append("to,OBSERVER_STATE,Tonga,UTC,")
                    .append((char) ('a' + i / 26))
                    .append((char) ('a' + i % 26))
                    .append('\n');
        }
        Result result = csv(lines.toString());
        assertThat(result.refused()).extracting(RefusedLine::rule).containsExactly("too-many");
        assertThat(result.changes()).hasSize(RegisterComparison.NAMES_MAX);
    }

    @Test
    void a_name_that_a_spreadsheet_computes_is_refused() {
        for (String start : List.of("=", "+", "-", "@", "'=")) {
            refuses("to,OBSERVER_STATE," + start + "1+1,UTC,en", "name", "formula");
            refuses("th,OBSERVER_STATE," + start + "HYPERLINK(A1),UTC,en", "name", "formula");
        }
    }

    @Test
    void a_refused_line_takes_no_other_with_it() {
        Result result = csv("""
                th,MEMBER_STATE,Kingdom of Thailand,UTC,en
                th,MEMBER_STATE,Siam,UTC,en
                th,OBSERVER_STATE,Thailandia,UTC,it
                xx,NO_CLASS,X,UTC,en
                """);
        assertThat(result.refused())
                .extracting(RefusedLine::line, RefusedLine::rule)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(3, "duplicate-line"),
                        org.assertj.core.groups.Tuple.tuple(4, "lines-disagree"),
                        org.assertj.core.groups.Tuple.tuple(5, "class-unknown"));
        assertThat(result.refusedLines()).isEqualTo(3);
        assertThat(result.changes()).extracting(RegisterChange::after).containsExactly("Kingdom of Thailand");
    }

    @Test
    void an_unknown_column_is_refused_in_the_header_and_in_every_line_that_uses_it() {
        Result result = RegisterComparison.of(
                facts(
                        Format.CSV,
                        "\uFEFFparty,partyClass,name,zone,minister\n"
                                + "th,MEMBER_STATE,Siam,UTC,\nnz,MEMBER_STATE,NZ,UTC,somebody\n"),
                NOON);
        assertThat(result.refused()).extracting(RefusedLine::line).containsExactly(1, 3);
        assertThat(result.refused()).extracting(RefusedLine::field).containsOnly("minister");
        assertThat(result.changes()).extracting(RegisterChange::party).containsExactly("th");
    }

    @Test
    void content_that_is_not_what_it_says_is_refused_as_a_whole() {
        for (String content : List.of("", "{", "[", "{}", "3")) {
            assertThat(RegisterComparison.of(facts(Format.JSON, content), NOON).refused())
                    .as(content)
                    .extracting(RefusedLine::rule)
                    .containsExactly("unreadable");
        }
        assertThat(RegisterComparison.of(facts(Format.CSV, ""), NOON).refused())
                .extracting(RefusedLine::rule)
                .containsExactly("unreadable");
        assertThat(RegisterComparison.of(facts(Format.JSON, "[7, {\"party\": 7}]"), NOON)
                        .refused())
                .extracting(RefusedLine::line)
                .containsExactly(1, 2);
    }

    @Test
    void more_lines_or_parties_than_one_import_takes_are_refused() {
        String many = IntStream.range(0, RegisterFile.LINES_MAX + 2)
                .mapToObj(i -> "p" + i + ",OBSERVER_STATE,P" + i + ",UTC,en")
                .collect(Collectors.joining("\n"));
        Result result = csv(many);
        assertThat(result.entries()).hasSize(RegisterComparison.ENTRIES_MAX);
        assertThat(result.refusedLines()).isEqualTo(RegisterFile.LINES_MAX - RegisterComparison.ENTRIES_MAX + 1);
        assertThat(result.refused()).hasSize(RegisterComparison.REFUSED_MAX);
    }

    @Test
    void what_is_exported_and_imported_again_changes_nothing() {
        List<Map<String, String>> lines = RegisterExport.lines(List.copyOf(REGISTER.values()), NOON);
        assertThat(lines).hasSize(8);
        String csv = RegisterFile.csv(lines);
        for (Result again : List.of(
                RegisterComparison.of(facts(Format.CSV, csv), NOON),
                RegisterComparison.of(facts(Format.JSON, Json.write(lines)), NOON))) {
            assertThat(again.refused()).isEmpty();
            assertThat(again.changes()).isEmpty();
            assertThat(again.unchanged()).isEqualTo(8);
        }
        assertThat(csv.lines().skip(1))
                .as("no cell is a formula")
                .allSatisfy(line -> List.of(line.split(","))
                        .forEach(cell -> assertThat(RegisterLineRules.formula(cell.replace("\"", "")))
                                .isFalse()));
    }

    @Test
    void a_name_is_the_same_however_its_letters_are_composed_and_with_space_around_it() {
        for (String name : List.of("C\u00f4te d'Ivoire", "Co\u0302te d'Ivoire", " C\u00f4te d'Ivoire ")) {
            Result result = csv("ci, OBSERVER_STATE ," + name + ",UTC,en\n");
            assertThat(result.refused()).as(name).isEmpty();
            assertThat(result.changes()).as(name).isEmpty();
            assertThat(result.unchanged()).as(name).isEqualTo(1);
        }
        Result entered = csv("cw,OBSERVER_STATE, Curac\u0327ao ,UTC,en\n");
        assertThat(entered.entries().getFirst().names().getFirst().name()).isEqualTo("Cura\u00e7ao");
        String json = "[{\"party\":\"cw\",\"partyClass\":\"OBSERVER_STATE\",\"zone\":\"UTC\","
                + "\"name\":\" Curac\u0327ao\"}]";
        assertThat(RegisterComparison.of(facts(Format.JSON, json), NOON).entries())
                .isEqualTo(entered.entries());
    }

    @Test
    void a_mark_of_the_byte_order_before_the_content_is_passed_over() {
        String lines = "[{\"party\":\"th\",\"partyClass\":\"MEMBER_STATE\",\"zone\":\"UTC\",\"name\":\"Siam\"}]";
        for (ImportFacts facts : List.of(
                facts(Format.JSON, "\uFEFF" + lines),
                facts(Format.CSV, "\uFEFF" + HEADER + "th,MEMBER_STATE,Siam,UTC,en\n"))) {
            Result result = RegisterComparison.of(facts, NOON);
            assertThat(result.refused()).isEmpty();
            assertThat(result.changes()).extracting(RegisterChange::after).containsExactly("Siam");
        }
    }

    private static final String CHANGES = HEADER + "th,MEMBER_STATE,Siam,UTC,en\nxx,NO_CLASS,X,UTC,en\n";

    private static DeciderSpecification<ImportCommand, RegisterImport, ImportEvent, ImportFacts> imports() {
        return spec(new ImportDecider()).by(person("secretariat", null, "SECRETARIAT"));
    }

    private static ImportRegister ordering(String content, String hash) {
        return new ImportRegister(FORUM, Format.CSV, content, hash);
    }

    @Test
    void an_import_does_what_its_preview_showed() {
        ImportFacts facts = facts(Format.CSV, CHANGES);
        String shown = RegisterComparison.of(facts, NOON.minusSeconds(60)).hash(FORUM);
        RegisterImportOrdered ordered = (RegisterImportOrdered) imports()
                .when(ordering(CHANGES, shown), facts)
                .thenKinds(RegisterImportOrdered.class)
                .getFirst();
        assertThat(ordered.entries())
                .singleElement()
                .satisfies(e -> assertThat(e.party()).isEqualTo("th"));
        assertThat(ordered.refused()).extracting(RefusedLine::rule).containsExactly("class-unknown");
        assertThat(ordered.from()).isEqualTo(NOON);
        imports().given(ordered).when(ordering(CHANGES, shown), facts).thenNothing();
    }

    @Test
    void an_import_is_refused_when_the_register_moved_on_since_the_preview() {
        ImportFacts facts = facts(Format.CSV, CHANGES);
        String shown = RegisterComparison.of(facts, NOON).hash(FORUM);
        Party renamed = new PartyDecider()
                .evolve(
                        REGISTER.get("party-1-th"),
                        new PartyRenamed("en", "Muang Thai", NOON.minusSeconds(1), "secretariat"));
        ImportFacts moved = new ImportFacts(facts.lines(), facts.unreadable(), Map.of("th", renamed));
        imports().when(ordering(CHANGES, shown), moved).thenRejected(ImportRule.REGISTER_CHANGED_SINCE_PREVIEW);
        imports()
                .when(ordering(CHANGES, "0".repeat(64)), facts)
                .thenRejected(ImportRule.REGISTER_CHANGED_SINCE_PREVIEW);
    }

    @Test
    void an_import_that_changes_nothing_is_refused() {
        String same = HEADER + "th,MEMBER_STATE,Thailand,UTC,en\n";
        ImportFacts facts = facts(Format.CSV, same);
        String shown = RegisterComparison.of(facts, NOON).hash(FORUM);
        imports().when(ordering(same, shown), facts).thenRejected(ImportRule.NOTHING_TO_IMPORT);
    }
}
