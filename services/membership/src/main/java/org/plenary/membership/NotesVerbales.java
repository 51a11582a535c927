package org.plenary.membership;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.FileBodies;
import org.plenary.kernel.body.FileBodies.Kept;
import org.plenary.kernel.decide.Act;
import org.plenary.membership.domain.FileKind;
import org.plenary.membership.domain.FileRules;
import org.plenary.membership.domain.NoteVerbale;

/** The files of notes verbales: each is one party's in one forum, and kept for good once a nomination names it. */
final class NotesVerbales {
    private static final String FORUM = "forum";
    private static final String PARTY = "party";
    private static final String KIND = "kind";
    private static final String NAME = "name";

    private final FileBodies files;

    NotesVerbales(FileBodies files) {
        this.files = files;
    }

    /** Keeps a file that was looked through; a repetition of the command finds the first, too many find no room. */
    Optional<Kept> keep(UUID commandId, String forum, String party, FileKind kind, String name, byte[] bytes) {
        Map<String, String> labels = Map.of(FORUM, forum, PARTY, party, KIND, kind.name(), NAME, FileRules.kept(name));
        return files.keep(commandId, forum + "|" + party, bytes, labels);
    }

    /** Whether what is kept is what was sent now, by whom and for whom. */
    boolean same(Kept kept, Upload sent) {
        return kept.sha256().equals(FileBodies.sha256(sent.bytes()))
                && forum(kept).equals(sent.forum())
                && party(kept).equals(sent.party());
    }

    /** The file that a command names, held for it; null where the party kept none of this id in the forum. */
    @Nullable
    NoteVerbale claimed(@Nullable String file, String forum, String party, Act act) {
        if (file == null) {
            return null;
        }
        Kept kept = files.find(file).orElse(null);
        if (kept == null
                || !forum(kept).equals(forum)
                || !party(kept).equals(party)
                || !files.claim(file, act.stream() + "|" + act.commandId())) {
            return null;
        }
        return new NoteVerbale(kept.reference(), kind(kept), kept.length());
    }

    Optional<Kept> find(String file) {
        return files.find(file);
    }

    byte[] bytes(String file) {
        return files.bytes(file);
    }

    static FileKind kind(Kept kept) {
        return FileKind.valueOf(String.valueOf(kept.labels().get(KIND)));
    }

    static String forum(Kept kept) {
        return String.valueOf(kept.labels().get(FORUM));
    }

    static String party(Kept kept) {
        return String.valueOf(kept.labels().get(PARTY));
    }
}
