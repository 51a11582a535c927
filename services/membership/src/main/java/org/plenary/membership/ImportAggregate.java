package org.plenary.membership;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.ImportCommand;
import org.plenary.membership.domain.ImportCommand.ImportRegister;
import org.plenary.membership.domain.ImportDecider;
import org.plenary.membership.domain.ImportEvent;
import org.plenary.membership.domain.ImportFacts;
import org.plenary.membership.domain.RegisterImport;

/** Imports of the register, a stream each: what was ordered, by whom, and which lines were refused. */
final class ImportAggregate implements Aggregate<ImportCommand, RegisterImport, ImportEvent, ImportFacts> {
    private static final ImportDecider RULES = new ImportDecider();
    private final RegisterImports imports;

    ImportAggregate(RegisterImports imports) {
        this.imports = imports;
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String collection() {
        return "register-imports";
    }

    @Override
    public Class<ImportCommand> commands() {
        return ImportCommand.class;
    }

    @Override
    public Class<ImportEvent> events() {
        return ImportEvent.class;
    }

    @Override
    public Class<RegisterImport> states() {
        return RegisterImport.class;
    }

    @Override
    public Decider<ImportCommand, RegisterImport, ImportEvent, ImportFacts> decider() {
        return RULES;
    }

    @Override
    public ImportFacts facts(ImportCommand command, RegisterImport state, Act act) {
        return switch (command) {
            case ImportRegister c -> imports.gather(c.forum(), c.format(), c.content());
        };
    }

    @Override
    public @Nullable Instant validFrom(ImportEvent event) {
        return switch (event) {
            case ImportEvent.RegisterImportOrdered e -> e.from();
        };
    }

    @Override
    public Scope scope(@Nullable ImportCommand command, RegisterImport state) {
        String forum = command instanceof ImportRegister c && state.forum().isEmpty() ? c.forum() : state.forum();
        return new Scope(forum, null, null, state.status().name(), Audience.FORUM);
    }

    @Override
    public Object show(String stream, RegisterImport state, Standing reader) {
        return Json.withId(stream, state);
    }
}
