package org.plenary.membership;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.plenary.membership.domain.ImportCommand.Format;
import org.plenary.membership.domain.ImportFacts;
import org.plenary.membership.domain.Party;
import org.plenary.membership.domain.RegisterLine;

/** What a preview and an import are judged by: the content as read, and its parties as their streams have them. */
final class RegisterImports {
    private final Function<String, Party> parties;

    /** @param parties from a party's stream to how it stands */
    RegisterImports(Function<String, Party> parties) {
        this.parties = parties;
    }

    ImportFacts gather(String forum, Format format, String content) {
        RegisterFile.Read read = RegisterFile.read(format, content);
        Map<String, Party> known = new TreeMap<>();
        for (RegisterLine line : read.lines()) {
            String slug = line.cell("party");
            if (slug.matches("[a-z0-9-]{1,40}") && !known.containsKey(slug)) {
                known.put(slug, parties.apply(PartyAggregate.stream(forum, slug)));
            }
        }
        return new ImportFacts(read.lines(), read.unreadable(), known);
    }
}
