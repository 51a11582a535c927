package org.plenary.outcomes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.register.MintNumber;
import org.plenary.kernel.register.Register;
import org.plenary.outcomes.domain.DocumentCommand.AssignSymbol;

/** What outcomes does when it hears itself, and the copies it keeps of others. */
final class OutcomesReactions {
    private final DocumentAggregate documents;
    private final Register register;
    private final UnaryOperator<String> stem;

    /** @param stem from a document's id to what its meeting's symbols begin with */
    OutcomesReactions(DocumentAggregate documents, Register register, UnaryOperator<String> stem) {
        this.documents = documents;
        this.register = register;
        this.stem = stem;
    }

    /** A text that is ready is tabled: it gets its number in the L series of the meeting. */
    void whenDraftReadyMintItsNumber(Envelope event, Reaction.Commands commands) {
        if (event.name().equals("DraftReady")) {
            String forum = event.meta().forum();
            String series = stem.apply(event.stream()) + "/L";
            commands.send(register, Register.stream(forum, series), new MintNumber(forum, series, event.stream()));
        }
    }

    /** A text that both offices signed is final: it gets its number in the meeting's own series. */
    void whenDocumentSignedMintItsFinalNumber(Envelope event, Reaction.Commands commands) {
        if (event.name().equals("DocumentSigned")) {
            String forum = event.meta().forum();
            String series = stem.apply(event.stream()) + "/";
            commands.send(register, Register.stream(forum, series), new MintNumber(forum, series, event.stream()));
        }
    }

    void whenNumberMintedAssignTheSymbol(Envelope event, Reaction.Commands commands) {
        String series = event.tree().path("series").asString();
        long number = event.tree().path("number").asLong();
        String symbol = series.endsWith("/") ? series + number : series + "." + number;
        commands.send(documents, event.tree().path("holder").asString(), new AssignSymbol(symbol));
    }

    static Document meeting(@Nullable Document before, Envelope event) {
        Document m = before == null ? new Document() : before;
        if (event.name().equals("MeetingConvened")) {
            Document data = Document.parse(event.data());
            for (String field : List.of("forum", "body", "meetingType", "symbolStem", "keyholders")) {
                m.append(field, data.get(field));
            }
        }
        return m;
    }

    static Document forum(@Nullable Document before, Envelope event) {
        Document f = before == null
                ? new Document("cards", new Document())
                        .append("parties", new Document())
                        .append("keys", new ArrayList<Document>())
                : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "RuleCardImported", "RuleCardAdopted" ->
                f.get("cards", Document.class)
                        .append(data.getString("body") + "|" + data.getString("meetingType"), data);
            case "SigningKeyRegistered" -> {
                List<Document> keys = new ArrayList<>(f.getList("keys", Document.class));
                keys.add(data);
                f.append("keys", keys);
            }
            case "SigningKeyRotated" -> f.append("keys", rotated(f.getList("keys", Document.class), data));
            case "RegisterImported" ->
                data.getList("parties", Document.class)
                        .forEach(p -> f.get("parties", Document.class)
                                .append(p.getString("party"), p.getString("partyClass")));
            default -> {
                // an event that outcomes do not need
            }
        }
        return f;
    }

    /** The old key ends when the new one begins; signatures given with it stay what they are. */
    private static List<Document> rotated(List<Document> keys, Document rotation) {
        List<Document> after = new ArrayList<>(keys);
        String replaced = rotation.getString("replaces");
        after.stream()
                .filter(k -> k.getString("kid").equals(replaced))
                .forEach(k -> k.append("until", rotation.getString("from")));
        after.add(rotation);
        return after;
    }

    static Document nothing(@Nullable Document before, Envelope event) {
        return before == null ? new Document() : before;
    }
}
