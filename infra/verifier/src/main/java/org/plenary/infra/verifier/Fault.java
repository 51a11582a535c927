package org.plenary.infra.verifier;

import java.util.Locale;

/**
 * What may not hold, each in words that need no engineer: what it means, and what to do. The name in lower case is
 * what {@code --json} says, and stays.
 */
public enum Fault {
    // reading the log
    UNREACHABLE("the log could not be read", "Nothing is known about the record: no answer came.", Advice.AGAIN),
    MISSING_PART(
            "a part of the record is missing",
            "The log's signed checkpoint commits to this part, but the log does not give it out. What cannot be"
                    + " read cannot be checked.",
            Advice.ASK),
    TOO_LARGE(
            "an answer is larger than it can rightly be",
            "Reading stopped at the limit, so that a false answer cannot fill this machine.",
            Advice.ASK),

    // the checkpoint
    NOT_A_CHECKPOINT(
            "the checkpoint is damaged",
            "What the log showed as its signed summary does not have the form of one.",
            Advice.KEEP),
    OTHER_LOG(
            "this is another log", "The checkpoint is that of another log than the one the keys are for.", Advice.KEYS),
    WRONG_KEY(
            "the checkpoint is signed with another key",
            "The log's own signature by the key that is known for it is not there.",
            Advice.KEYS),
    FALSE_SIGNATURE(
            "the log's signature is false",
            "The checkpoint bears the name of the log's key, but the key did not sign this text: text or signature"
                    + " was changed.",
            Advice.KEEP),
    FALSE_COSIGNATURE(
            "a witness's signature is false",
            "The checkpoint bears a witness's name, but the witness did not sign this text at this time: text, time"
                    + " or signature was changed.",
            Advice.KEEP),
    TOO_FEW_WITNESSES(
            "too few witnesses signed",
            "The log alone vouches for this checkpoint. It could show others another one, so it does not count.",
            Advice.KEEP),
    BAD_POLICY(
            "the list of keys is damaged",
            "The policy, which says whose signatures count, cannot be read as one.",
            Advice.KEYS),
    KEYS_CHANGED(
            "the keys have changed",
            "The log now names other keys, or another quorum, than those kept from before. New keys may be right, if"
                    + " the offices say so; they may also be somebody else's.",
            Advice.KEYS),

    // history
    ROLLBACK(
            "the log has become shorter",
            "An earlier checkpoint, kept here, covers more entries than the one shown now. A log only grows:"
                    + " entries were taken back, or an old copy is shown.",
            Advice.KEEP),
    FORK(
            "there are two histories",
            "The log signed two different records of the same length. One of them was shown to some, the other to"
                    + " others, or history was written anew.",
            Advice.KEEP),
    INCONSISTENT(
            "history was changed",
            "The record shown now does not begin with the record that was seen before: something before the earlier"
                    + " checkpoint was changed, removed or put in.",
            Advice.KEEP),

    // contents
    TILE_LENGTH(
            "a part of the record has the wrong length",
            "A piece of the tree of hashes is cut off or too long.",
            Advice.KEEP),
    ROOT_OTHER(
            "the record is not the one that was signed",
            "The hashes at the end of the record do not add up to the hash in the signed checkpoint: one of them was"
                    + " changed.",
            Advice.KEEP),
    TILE_CHANGED(
            "a part of the record was changed",
            "A piece of the tree of hashes is not the one that the signed checkpoint commits to.",
            Advice.KEEP),
    BUNDLE_MALFORMED(
            "a bundle of entries is damaged",
            "The entries cannot be told from one another: the bundle is cut off, or has too many or too few.",
            Advice.KEEP),
    ENTRY_CHANGED(
            "an entry was changed",
            "The entry's bytes are not those that the signed checkpoint commits to.",
            Advice.KEEP),
    ENTRY_MALFORMED(
            "an entry does not have the form that is fixed for entries",
            "The entry is what was recorded, but it is not written as the rules of the record say"
                    + " (contracts/record/leaf.md), so that it could be read in more than one way or not at all.",
            Advice.ASK),
    ENTRY_UNKNOWN(
            "an entry is of an unknown kind",
            "The entry is what was recorded, but this verifier does not know its form, so it cannot say whether it is"
                    + " right.",
            "See whether there is a newer verifier. Else ask who runs the log what the entry is."),
    VERSION_ORDER(
            "events of one thing are missing, repeated or out of order",
            "Each thing's events are numbered from 1 without gaps, in the order of the record. Here a number is left"
                    + " out, comes twice or comes too early.",
            Advice.KEEP),

    // a log that continues another
    ORIGIN_WITHIN(
            "an entry that begins a log stands within one",
            "Only the first entry of a log can say that the log begins there and continues another. Here one that says"
                    + " so has others before it.",
            Advice.KEEP),
    ORIGIN_OTHER(
            "the first entry speaks of another log",
            "The first entry says which log begins, and by which key it signs. The log that was read has another name,"
                    + " or did not sign by that key.",
            Advice.KEEP),
    CONTINUES_NONE(
            "this log does not say that it continues another",
            "You asked whether it continues the log that you followed. Its first entry names no earlier log.",
            Advice.WHICH),
    CONTINUES_OTHER(
            "this log continues another one than you followed",
            "Its first entry names an earlier log, or the key of one, that is not the one you followed,"
                    + " or in which events here stand.",
            Advice.WHICH),
    CONTINUES_SHORTER(
            "the new log leaves out entries of the old one",
            "Its first entry names, as the end of the old log, a checkpoint with fewer entries than you saw"
                    + " there, or than are proved here, under the old log's signature. What was recorded after it is passed over.",
            Advice.KEEP),
    CONTINUES_FORK(
            "the new log continues another history",
            "Its first entry names, as the end of the old log, as many entries as you saw there, or as are"
                    + " proved here, but not the same ones.",
            Advice.KEEP),
    CONTINUES_BROKEN(
            "events are missing or repeated between the old log and the new one",
            "Each thing's events are numbered without gaps, and go on in the new log after the last one of the old log."
                    + " Here a number is in neither of the two, or comes again.",
            Advice.KEEP),

    // what is kept here
    STATE_DAMAGED(
            "what was kept here from earlier runs is damaged",
            "The files in the state directory are not those that this command wrote.",
            "Restore the directory from a backup, or name a new one with --state; a new one forgets what was seen"
                    + " before, so keep the old."),
    STATE_IN_USE(
            "another run uses the same state directory",
            "Two runs at once could forget what one of them saw.",
            "Wait until the other run has ended, or name another directory with --state."),

    // documents
    NOT_A_PROOF(
            "the proof is damaged",
            "The proof does not have the form of one.",
            "Get the proof again from where the document was published."),
    NO_PROOF(
            "there is no proof of this file",
            "Nothing was found that says that this file is in the record.",
            "Get the file's proof from where the file was published, and put it beside the file or name it after the"
                    + " file."),
    NOT_IN_LOG(
            "the entry is not in the record",
            "The proof does not lead from the entry to the signed checkpoint: entry, place or proof was changed.",
            Advice.COMPARE),
    OPENING_FALSE(
            "the details are not those that were recorded",
            "The record holds a sealed hash of who did what. The details that came with the proof do not fit it.",
            Advice.COMPARE),
    FILE_CHANGED(
            "this is not the file that was recorded",
            "The file's bytes differ, if only by one letter, from those that the record speaks of; or the proof"
                    + " belongs to another file.",
            Advice.COMPARE),
    EXPORT_DAMAGED(
            "the export is incomplete or was changed",
            "What the export's list of contents says and what lies in it differ.",
            Advice.COMPARE),
    SIGNATURE_FALSE(
            "the signature is not this key's over this text",
            "Text, signature, key or the key's name is another one.",
            "Compare the key with the one that the register holds, and the text with what the page shows.");

    /** What to do, where several faults ask for the same. */
    private static final class Advice {
        static final String AGAIN = "Try again later, from another network too.";
        static final String KEEP = "Keep what shows it, unchanged: the files that were written out, or those that you"
                + " gave. Show them to both co-chairs' offices and to the witnesses, and let others run this command"
                + " and compare.";
        static final String ASK =
                "Try once more. If it stays so, ask who runs the log, in writing, and keep the answer.";
        static final String KEYS =
                "Ask both co-chairs' offices for the keys, by a way that does not lead over this log,"
                        + " and give them with --policy FILE.";
        static final String WHICH =
                "Ask both co-chairs' offices which log continues the one that you followed, by a way"
                        + " that does not lead over either log. Keep what you have of the old one.";
        static final String COMPARE = "Get the document and its proof again from where they were published. If it stays"
                + " so, show both to the secretariat and to the co-chairs' offices.";
    }

    private final String title;
    private final String means;
    private final String advice;

    Fault(String title, String means, String advice) {
        this.title = title;
        this.means = means;
        this.advice = advice;
    }

    /** The fault in a few words. */
    public String title() {
        return title;
    }

    /** What it means. */
    public String means() {
        return means;
    }

    /** What to do. */
    public String advice() {
        return advice;
    }

    /** Its name for programs. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
