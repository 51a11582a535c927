package org.plenary.portal;

import java.util.List;
import java.util.Set;
import org.plenary.portal.Reader.Current;

/**
 * The acts that pages offer, as data: what may be sent where, by whom, in which states, and which fields a person fills.
 * The services decide; this table only keeps pages from offering what cannot succeed.
 */
public final class Acts {
    /** How a field is asked for and becomes JSON. */
    public enum Type {
        TEXT,
        LONG_TEXT,
        NUMBER,
        NUMBERS,
        WORDS,
        CHOICE,
        INSTANT,
        LOCAL_TIME,
        PARAGRAPHS,
        OUTCOMES,
        YES_NO,
        OPTIONAL_TEXT,
        OPTIONAL_INSTANT,
        FILE,
        FIXED
    }

    /** A field: its member in the body, its label's key, its type, and its choices. */
    public record Field(String name, Type type, List<String> choices) {
        static Field of(String name, Type type) {
            return new Field(name, type, List.of());
        }
    }

    /**
     * An act.
     *
     * @param op the contract's operation
     * @param path of the collection, {@code /api/meeting/meetings}
     * @param verb empty for a creation
     * @param roles who is offered it
     * @param statuses in which states; empty for all
     * @param bound whether it is bound to the version shown, by If-Match
     * @param hashed whether it is bound to the hash shown
     */
    public record Act(
            String op,
            String path,
            String verb,
            Set<String> roles,
            Set<String> statuses,
            boolean bound,
            boolean hashed,
            List<Field> fields) {
        /** Whether the secretariat may carry it out in a party's name, where it came in on paper. */
        public boolean onBehalf() {
            return roles == PARTY_OR_BEHALF;
        }

        /** Whether a file goes with it. */
        public boolean withFile() {
            return fields.stream().anyMatch(f -> f.type() == Type.FILE);
        }
    }

    private static final String MEETINGS = "/api/meeting/meetings";
    private static final String ITEMS = "/api/agenda/items";
    private static final String AGENDAS = "/api/agenda/agendas";
    private static final String DOCUMENTS = "/api/outcomes/documents";
    private static final String COMMITMENTS = "/api/outcomes/commitments";
    private static final String ACCREDITATIONS = "/api/membership/accreditations";
    private static final String PEOPLE = "/api/membership/people";
    private static final String REPORTS = "/api/membership/credentials-reports";
    private static final String PROTOCOL_ORDERS = "/api/membership/protocol-orders";
    private static final String STANDING = "SUBMITTED|RETURNED|ACCEPTED|IN_ORDER|PROVISIONAL|CONTESTED";
    private static final String DISPATCHES = "/api/circulation/dispatches";
    private static final String PARTIES = "/api/membership/parties";
    private static final Set<String> CHAIR = Set.of("CO_CHAIR");
    private static final Set<String> SEC = Set.of("SECRETARIAT");
    private static final Set<String> PARTY = Set.of("HEAD", "FOCAL_POINT");
    /** A party's own people, or the secretariat on the party's behalf. */
    private static final Set<String> PARTY_OR_BEHALF = Set.of("HEAD", "FOCAL_POINT", "SECRETARIAT");
    /** What can be done as long as the thing stands. */
    private static final Set<String> AT_WILL =
            Set.of("WithdrawMeeting", "WithdrawItem", "WithdrawNomination", "ReplaceDelegate", "ObjectToCredentials");
    /** Whoever has a role may keep away from something. */
    private static final Set<String> KNOWN = Set.of(
            "CO_CHAIR", "SECRETARIAT", "HEAD", "FOCAL_POINT", "DELEGATE", "STEERING_GROUP", "ASSESSOR", "AUDITOR");

    private static final Field GRANT = Field.of("grant", Type.TEXT);
    private static final Field REASON = Field.of("reason", Type.LONG_TEXT);
    private static final Field CAPACITY = new Field("capacity", Type.CHOICE, List.of("HEAD", "ALTERNATE", "ADVISER"));
    private static final Field PARTY_CLASS = new Field(
            "partyClass",
            Type.CHOICE,
            List.of("MEMBER_STATE", "MEMBER_ORGANISATION", "OBSERVER_STATE", "OBSERVER_ORGANISATION"));
    private static final List<Field> PLACE = List.of(
            Field.of("host", Type.TEXT),
            Field.of("venue", Type.TEXT),
            Field.of("zone", Type.TEXT),
            Field.of("opensLocal", Type.LOCAL_TIME),
            Field.of("closesLocal", Type.LOCAL_TIME));
    private static final List<Field> ITEM = List.of(
            Field.of("title", Type.TEXT),
            Field.of("memorandum", Type.LONG_TEXT),
            Field.of("objectives", Type.NUMBERS),
            Field.of("urgencyGround", Type.OPTIONAL_TEXT));

    static final List<Act> ALL = List.of(
            plain("ConcurWithMeeting", MEETINGS, "concur", Set.of("STEERING_GROUP"), "PROPOSED"),
            plain(
                    "CommentOnMeeting",
                    MEETINGS,
                    "comment",
                    Set.of("STEERING_GROUP"),
                    "PROPOSED",
                    Field.of("text", Type.LONG_TEXT)),
            plain(
                    "ObjectToMeeting",
                    MEETINGS,
                    "object",
                    Set.of("STEERING_GROUP"),
                    "PROPOSED",
                    Field.of("text", Type.LONG_TEXT)),
            key("ConsentToMeeting", MEETINGS, "consent", "PROPOSED", List.of()),
            key("CounterMeeting", MEETINGS, "counter", "PROPOSED", PLACE),
            plain("DeclineMeeting", MEETINGS, "decline", CHAIR, "PROPOSED", REASON),
            plain("WithdrawMeeting", MEETINGS, "withdraw", CHAIR, "PROPOSED", REASON),
            plain("ConveneMeeting", MEETINGS, "convene", SEC, "SCHEDULED"),
            plain(
                    "RecordPresence",
                    MEETINGS,
                    "record-presence",
                    SEC,
                    "CONVENED|OPEN|IN_SUBSTANCE",
                    Field.of("party", Type.TEXT),
                    Field.of("present", Type.YES_NO)),
            plain("OpenMeeting", MEETINGS, "open", CHAIR, "CONVENED"),
            plain("CloseMeeting", MEETINGS, "close", CHAIR, "IN_SUBSTANCE"),
            key("IssueMeetingRecord", MEETINGS, "issue-record", "CLOSED", List.of()),
            plain("ReturnItem", ITEMS, "return", SEC, "SUBMITTED", REASON),
            new Act("ResubmitItem", ITEMS, "resubmit", PARTY_OR_BEHALF, Set.of("RETURNED"), false, false, ITEM),
            new Act(
                    "AdmitItem",
                    ITEMS,
                    "admit",
                    Set.of("SECRETARIAT", "CO_CHAIR"),
                    Set.of("SUBMITTED"),
                    true,
                    true,
                    List.of()),
            new Act("DeclineItem", ITEMS, "decline", CHAIR, Set.of("SUBMITTED"), true, false, List.of(REASON)),
            plain("WithdrawItem", ITEMS, "withdraw", PARTY_OR_BEHALF, "SUBMITTED|RETURNED|ADMITTED|LISTED"),
            plain("OpenDebate", ITEMS, "open-debate", CHAIR, "INCLUDED"),
            plain("ConcludeItem", ITEMS, "conclude", CHAIR, "UNDER_CONSIDERATION"),
            plain("DeferItem", ITEMS, "defer", CHAIR, "INCLUDED|UNDER_CONSIDERATION", REASON),
            new Act(
                    "FreezeAgenda",
                    AGENDAS,
                    "freeze",
                    SEC,
                    Set.of("COMPILING", "FROZEN"),
                    true,
                    false,
                    List.of(Field.of("items", Type.WORDS))),
            key("ClearAgenda", AGENDAS, "clear", "FROZEN", List.of()),
            plain("CirculateAgenda", AGENDAS, "circulate", SEC, "CLEARED"),
            plain("ProposeAgendaAdoption", AGENDAS, "propose-adoption", CHAIR, "CIRCULATED"),
            key("AdoptAgenda", AGENDAS, "adopt", "BEFORE_MEETING", List.of()),
            key("CirculateDraft", DOCUMENTS, "circulate", "ZERO_DRAFT", List.of()),
            new Act(
                    "AmendParagraph",
                    DOCUMENTS,
                    "amend",
                    PARTY,
                    Set.of("NEGOTIATING"),
                    true,
                    false,
                    List.of(Field.of("paragraph", Type.TEXT), Field.of("text", Type.LONG_TEXT))),
            new Act(
                    "AgreeParagraph",
                    DOCUMENTS,
                    "agree",
                    PARTY,
                    Set.of("NEGOTIATING"),
                    true,
                    false,
                    List.of(Field.of("paragraph", Type.TEXT))),
            plain("CleanDraft", DOCUMENTS, "clean", SEC, "NEGOTIATING"),
            key("ConfirmText", DOCUMENTS, "confirm", "CLEAN", List.of()),
            key(
                    "PlaceUnderSilence",
                    DOCUMENTS,
                    "place-under-silence",
                    "READY",
                    List.of(Field.of("expiresAt", Type.INSTANT), Field.of("zone", Type.TEXT))),
            plain(
                    "ObjectToSilence",
                    DOCUMENTS,
                    "object",
                    PARTY,
                    "UNDER_SILENCE|BROKEN",
                    Field.of("ground", Type.LONG_TEXT)),
            plain(
                    "MakeStatement",
                    DOCUMENTS,
                    "make-statement",
                    PARTY_OR_BEHALF,
                    "ADOPTED",
                    new Field(
                            "kind",
                            Type.CHOICE,
                            List.of(
                                    "EXPLANATION_OF_POSITION",
                                    "RESERVATION",
                                    "INTERPRETATIVE_STATEMENT",
                                    "DISSOCIATION")),
                    Field.of("paragraph", Type.OPTIONAL_TEXT),
                    Field.of("text", Type.LONG_TEXT)),
            new Act(
                    "SignDocument",
                    DOCUMENTS,
                    "sign",
                    CHAIR,
                    Set.of("ADOPTED"),
                    true,
                    true,
                    List.of(Field.of("kid", Type.TEXT), Field.of("signature", Type.LONG_TEXT))),
            new Act("PublishDocument", DOCUMENTS, "publish", SEC, Set.of("SIGNED"), true, true, List.of()),
            key("ValidateCommitment", COMMITMENTS, "validate", "CANDIDATE", List.of()),
            plain("AcknowledgeCommitment", COMMITMENTS, "acknowledge", PARTY, "REGISTERED|ACTIVE"),
            plain(
                    "ReportProgress",
                    COMMITMENTS,
                    "self-report",
                    PARTY_OR_BEHALF,
                    "REGISTERED|ACTIVE",
                    level(),
                    Field.of("evidence", Type.LONG_TEXT)),
            plain(
                    "AssessCommitment",
                    COMMITMENTS,
                    "assess",
                    Set.of("ASSESSOR"),
                    "REGISTERED|ACTIVE",
                    level(),
                    Field.of("ground", Type.LONG_TEXT)),
            plain("ReturnNomination", ACCREDITATIONS, "return", SEC, "SUBMITTED", REASON),
            plain("AcceptDelegate", ACCREDITATIONS, "accept", SEC, "SUBMITTED"),
            plain(
                    "GrantRole",
                    PEOPLE,
                    "grant-role",
                    Set.of("FOCAL_POINT", "SECRETARIAT"),
                    "KNOWN",
                    new Field(
                            "role",
                            Type.CHOICE,
                            List.of(
                                    "HEAD",
                                    "FOCAL_POINT",
                                    "DELEGATE",
                                    "CO_CHAIR",
                                    "STEERING_GROUP",
                                    "ASSESSOR",
                                    "AUDITOR",
                                    "KEEPER",
                                    "SECRETARIAT")),
                    Field.of("body", Type.OPTIONAL_TEXT),
                    Field.of("post", Type.OPTIONAL_TEXT),
                    Field.of("from", Type.OPTIONAL_INSTANT),
                    Field.of("until", Type.OPTIONAL_INSTANT)),
            new Act("ConfirmRole", PEOPLE, "confirm-role", SEC, Set.of("KNOWN"), true, false, List.of(GRANT)),
            plain(
                    "EndRole",
                    PEOPLE,
                    "end-role",
                    Set.of("FOCAL_POINT", "SECRETARIAT"),
                    "KNOWN",
                    GRANT,
                    Field.of("until", Type.OPTIONAL_INSTANT)),
            plain(
                    "RecusePerson",
                    PEOPLE,
                    "recuse",
                    KNOWN,
                    "KNOWN",
                    Field.of("thing", Type.TEXT),
                    Field.of("ground", Type.LONG_TEXT)),
            plain("EndRecusal", PEOPLE, "end-recusal", KNOWN, "KNOWN", Field.of("thing", Type.TEXT)),
            plain(
                    "WithdrawInvitation",
                    "/api/membership/invitations",
                    "withdraw",
                    Set.of("FOCAL_POINT", "SECRETARIAT"),
                    "INVITED"),
            new Act(
                    "RefuseDelegate",
                    ACCREDITATIONS,
                    "refuse",
                    CHAIR,
                    Set.of("SUBMITTED"),
                    true,
                    false,
                    List.of(REASON)),
            plain("ReceiveCredentials", ACCREDITATIONS, "receive-credentials", SEC, "ACCEPTED|PROVISIONAL"),
            plain(
                    "ReceiveAssurance",
                    ACCREDITATIONS,
                    "receive-assurance",
                    SEC,
                    "ACCEPTED",
                    Field.of("text", Type.LONG_TEXT)),
            plain(
                    "ObjectToCredentials",
                    ACCREDITATIONS,
                    "object",
                    Set.of("HEAD"),
                    "IN_ORDER|PROVISIONAL|CONTESTED",
                    Field.of("ground", Type.LONG_TEXT)),
            plain(
                    "ResubmitNomination",
                    ACCREDITATIONS,
                    "resubmit",
                    PARTY,
                    "RETURNED",
                    CAPACITY,
                    Field.of("name", Type.TEXT),
                    Field.of("noteVerbale", Type.TEXT),
                    Field.of("file", Type.FILE)),
            plain(
                    "ReplaceDelegate",
                    ACCREDITATIONS,
                    "replace",
                    PARTY,
                    STANDING,
                    Field.of("name", Type.TEXT),
                    Field.of("noteVerbale", Type.TEXT),
                    Field.of("file", Type.FILE)),
            plain("WithdrawNomination", ACCREDITATIONS, "withdraw", PARTY, STANDING),
            key("AdoptCredentialsReport", REPORTS, "adopt", "COMPILED", List.of()),
            create(
                    "CompileCredentialsReport",
                    REPORTS,
                    SEC,
                    List.of(
                            Field.of("forum", Type.FIXED),
                            Field.of("meeting", Type.FIXED),
                            Field.of("contested", Type.OUTCOMES))),
            create(
                    "DrawLot",
                    PROTOCOL_ORDERS,
                    SEC,
                    List.of(Field.of("forum", Type.FIXED), Field.of("meeting", Type.FIXED))),
            new Act(
                    "RenameParty",
                    PARTIES,
                    "rename",
                    SEC,
                    Set.of(),
                    true,
                    false,
                    List.of(
                            Field.of("language", Type.TEXT),
                            Field.of("name", Type.TEXT),
                            Field.of("from", Type.INSTANT))),
            new Act(
                    "ChangePartyClass",
                    PARTIES,
                    "change-class",
                    SEC,
                    Set.of(),
                    true,
                    false,
                    List.of(PARTY_CLASS, Field.of("from", Type.INSTANT), Field.of("ground", Type.LONG_TEXT))),
            create(
                    "EnterParty",
                    PARTIES,
                    SEC,
                    List.of(
                            Field.of("forum", Type.FIXED),
                            Field.of("party", Type.TEXT),
                            PARTY_CLASS,
                            Field.of("name", Type.TEXT),
                            Field.of("zone", Type.TEXT),
                            Field.of("from", Type.INSTANT),
                            Field.of("sources", Type.WORDS))),
            plain("AcknowledgeReceipt", DISPATCHES, "acknowledge", PARTY, "*"),
            create(
                    "ProposeMeeting",
                    MEETINGS,
                    CHAIR,
                    concat(
                            List.of(
                                    Field.of("forum", Type.FIXED),
                                    new Field(
                                            "body",
                                            Type.CHOICE,
                                            List.of("conference", "steering-group", "ad-hoc-group")),
                                    new Field(
                                            "meetingType",
                                            Type.CHOICE,
                                            List.of(
                                                    "MINISTERIAL_CONFERENCE",
                                                    "SENIOR_OFFICIALS_MEETING",
                                                    "STEERING_GROUP_MEETING")),
                                    Field.of("title", Type.TEXT),
                                    Field.of("number", Type.NUMBER)),
                            PLACE)),
            create(
                    "SubmitItem",
                    ITEMS,
                    PARTY_OR_BEHALF,
                    concat(List.of(Field.of("meeting", Type.FIXED), Field.of("party", Type.FIXED)), ITEM)),
            create(
                    "OpenDraft",
                    DOCUMENTS,
                    Set.of("SECRETARIAT", "CO_CHAIR"),
                    List.of(
                            Field.of("meeting", Type.FIXED),
                            new Field("documentClass", Type.CHOICE, List.of("DECLARATION", "STRATEGY")),
                            Field.of("title", Type.TEXT),
                            Field.of("paragraphs", Type.PARAGRAPHS))),
            create(
                    "MarkCommitment",
                    COMMITMENTS,
                    SEC,
                    List.of(
                            Field.of("document", Type.FIXED),
                            Field.of("paragraph", Type.TEXT),
                            Field.of("quote", Type.LONG_TEXT),
                            Field.of("owners", Type.WORDS),
                            Field.of("objectives", Type.NUMBERS),
                            Field.of("measure", Type.TEXT))),
            create(
                    "NominateDelegate",
                    ACCREDITATIONS,
                    PARTY_OR_BEHALF,
                    List.of(
                            Field.of("forum", Type.FIXED),
                            Field.of("meeting", Type.FIXED),
                            Field.of("party", Type.FIXED),
                            CAPACITY,
                            Field.of("name", Type.TEXT),
                            Field.of("noteVerbale", Type.TEXT),
                            Field.of("file", Type.FILE))));

    private Acts() {}

    private static Field level() {
        return new Field(
                "level", Type.CHOICE, List.of("NO_EVIDENCE", "NOT_STARTED", "LIMITED", "SUBSTANTIAL", "COMPLETE"));
    }

    private static Act plain(String op, String path, String verb, Set<String> roles, String statuses, Field... fields) {
        Set<String> in = statuses.equals("*") ? Set.of() : Set.of(statuses.split("\\|"));
        return new Act(op, path, verb, roles, in, false, false, List.of(fields));
    }

    private static Act key(String op, String path, String verb, String status, List<Field> fields) {
        return new Act(op, path, verb, CHAIR, Set.of(status), true, true, fields);
    }

    private static Act create(String op, String path, Set<String> roles, List<Field> fields) {
        return new Act(op, path, "", roles, Set.of(), false, false, fields);
    }

    private static List<Field> concat(List<Field> a, List<Field> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    }

    /** The act of an operation. */
    static Act of(String op) {
        return ALL.stream()
                .filter(a -> a.op().equals(op))
                .findFirst()
                .orElseThrow(() -> new org.springframework.web.server.ResponseStatusException(
                        org.springframework.http.HttpStatus.NOT_FOUND));
    }

    /** What the reader is offered on a thing in this state; where it is a party's, also by whose it is. */
    static List<Act> offered(String path, String status, String party, Current reader) {
        return ALL.stream()
                .filter(a -> a.path().equals(path) && !a.verb().isEmpty())
                .filter(a -> a.statuses().isEmpty() || a.statuses().contains(status))
                .filter(a -> a.roles().stream().anyMatch(reader::is))
                .filter(a -> party.isEmpty() || ofParty(a, party, reader))
                .toList();
    }

    /** Whether a thing in this state waits for the reader: for more than what can be done at will while it stands. */
    static boolean waits(String path, String status, String party, Current reader) {
        return offered(path, status, party, reader).stream().anyMatch(a -> !AT_WILL.contains(a.op()));
    }

    private static boolean ofParty(Act act, String party, Current reader) {
        if (act.op().equals("ObjectToCredentials")) {
            return !party.equals(reader.unit());
        }
        boolean behalf =
                act.onBehalf() && reader.is("SECRETARIAT") && reader.unit().isEmpty();
        boolean own = party.equals(reader.unit()) && PARTY.stream().anyMatch(reader::is);
        return own || behalf || (act.roles() != PARTY && !act.onBehalf());
    }
}
