package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;
import static org.plenary.kernel.test.RandomHistories.pick;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plenary.membership.domain.ImportCommand.Format;
import org.plenary.membership.domain.ImportCommand.ImportRegister;
import org.plenary.membership.domain.ImportEvent.RegisterImportOrdered;
import org.plenary.membership.domain.PartyCommand.BringPartyUpToDate;
import org.plenary.membership.domain.PartyCommand.ChangePartyClass;
import org.plenary.membership.domain.PartyCommand.RegisterParty;

/** Whatever an import says of whatever register, these hold. */
class ImportPropertyTest {
    private static final PartyDecider PARTIES = new PartyDecider();

    @Test
    void after_an_import_the_register_is_what_its_lines_say_and_the_same_lines_change_nothing() {
        int ordered = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Map<String, Party> register = register(random);
            List<RegisterLine> lines = lines(random);
            ImportFacts facts = new ImportFacts(lines, List.of(), register);
            RegisterComparison.Result seen = RegisterComparison.of(facts, NOON);
            assertThat(RegisterComparison.of(facts, NOON)).as("seed " + seed).isEqualTo(seen);
            if (!seen.entries().isEmpty()) {
                ordered++;
                ImportRegister command = new ImportRegister("forum-1", Format.JSON, "[]", seen.hash("forum-1"));
                RegisterImportOrdered event = (RegisterImportOrdered) spec(new ImportDecider())
                        .by(person("secretariat", null, "SECRETARIAT"))
                        .when(command, facts)
                        .thenKinds(RegisterImportOrdered.class)
                        .getFirst();
                event.entries().forEach(e -> brought(register, e, event));
                RegisterComparison.Result again =
                        RegisterComparison.of(new ImportFacts(lines, List.of(), register), NOON);
                assertThat(again.changes()).as("seed " + seed).isEmpty();
                assertThat(again.refusedLines()).as("seed " + seed).isEqualTo(seen.refusedLines());
            }
        }
        assertThat(ordered).as("imports that changed something").isGreaterThan(100);
    }

    private static void brought(Map<String, Party> register, ImportEntry entry, RegisterImportOrdered event) {
        BringPartyUpToDate command = new BringPartyUpToDate("forum-1", entry, event.from(), "Import.", event.by());
        Party party = register.getOrDefault(entry.party(), PARTIES.initial());
        register.put(entry.party(), after(party, command));
    }

    private static Party after(Party party, PartyCommand command) {
        var act = spec(PARTIES).by(person("secretariat", null)).act();
        Party next = party;
        for (PartyEvent e : PARTIES.decide(command, party, new NoFacts(), act)) {
            next = PARTIES.evolve(next, e);
        }
        return next;
    }

    private static Map<String, Party> register(Random random) {
        Map<String, Party> register = new HashMap<>();
        for (String slug : List.of("au", "id", "th")) {
            Party p = PARTIES.initial();
            if (random.nextInt(4) > 0) {
                p = after(
                        p,
                        new RegisterParty(
                                "forum-1", new PartyEntry(slug, PartyClass.MEMBER_STATE, "Name 0", "UTC", null, null)));
                if (random.nextInt(4) == 0) {
                    p = after(
                            p,
                            new ChangePartyClass(
                                    PartyClass.OBSERVER_STATE,
                                    NOON.plus(Duration.ofDays(random.nextInt(9) - 4)),
                                    "Decided."));
                }
            }
            register.put(slug, p);
        }
        return register;
    }

    private static List<RegisterLine> lines(Random random) {
        List<RegisterLine> lines = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            Map<String, String> cells = new LinkedHashMap<>();
            cells.put("party", pick(random, "au", "id", "th", "nz", "fj", "F J"));
            cells.put("partyClass", pick(random, "MEMBER_STATE", "MEMBER_STATE", "OBSERVER_STATE", "NONE"));
            cells.put("name", pick(random, "Name 0", "Name 1", "=Name", ""));
            cells.put("zone", pick(random, "UTC", "UTC", "UTC", "Asia/Bangkok", "Mars"));
            cells.put("language", pick(random, "", "en", "id"));
            lines.add(new RegisterLine(n + 2, cells));
        }
        return lines;
    }
}
