package org.plenary.membership.domain;

import java.util.List;
import java.util.Map;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.membership.domain.ImportCommand.ImportRegister;
import org.plenary.membership.domain.ImportEvent.RegisterImportOrdered;
import org.plenary.membership.domain.RegisterImport.Status;

/** An import does what its preview showed, or nothing. */
public final class ImportDecider implements Decider<ImportCommand, RegisterImport, ImportEvent, ImportFacts> {
    @Override
    public RegisterImport initial() {
        return RegisterImport.INITIAL;
    }

    @Override
    public List<ImportEvent> decide(ImportCommand command, RegisterImport before, ImportFacts facts, Act act) {
        return switch (command) {
            case ImportRegister c -> before.status() == Status.NONE ? List.of(ordered(c, facts, act)) : List.of();
        };
    }

    private static RegisterImportOrdered ordered(ImportRegister c, ImportFacts facts, Act act) {
        RegisterComparison.Result result = RegisterComparison.of(facts, act.receivedAt());
        String hash = result.hash(c.forum());
        if (!hash.equals(c.hash())) {
            throw ImportRule.REGISTER_CHANGED_SINCE_PREVIEW.because(
                    "The register moved on since the preview, or this is another content. Look at it again.",
                    Map.of("standing", hash, "shown", c.hash()));
        }
        if (result.entries().isEmpty()) {
            throw ImportRule.NOTHING_TO_IMPORT.because(
                    "This changes nothing in the register.",
                    Map.of("unchanged", result.unchanged(), "refusedLines", result.refusedLines()));
        }
        return new RegisterImportOrdered(
                c.forum(),
                c.format(),
                hash,
                act.receivedAt(),
                result.entries(),
                result.changes(),
                result.unchanged(),
                result.refusedLines(),
                result.refused(),
                act.actor());
    }

    @Override
    public RegisterImport evolve(RegisterImport before, ImportEvent event) {
        return switch (event) {
            case RegisterImportOrdered e -> new RegisterImport(Status.ORDERED, e.forum(), e);
        };
    }
}
