package org.plenary.infra.journey;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.plenary.infra.local.PublicApi.Answer;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.decide.Ids;
import tools.jackson.databind.JsonNode;

/** Who speaks for whom: invitations, roles that begin and end, a change of minister, recusals, acts on behalf. */
final class PeopleScene {
    private static final String PEOPLE = "/api/membership/people/";
    private static final String INVITATIONS = "/api/membership/invitations";
    private static final String MEETINGS = "/api/meeting/meetings";
    private static final String SEC = "secretariat";
    private static final String POST = "Minister for Foreign Affairs (fictional)";

    private final Stage stage;
    private final String forum;

    PeopleScene(Stage stage, String forum) {
        this.stage = stage;
        this.forum = forum;
    }

    void play() {
        invitation();
        ownPartyOnly();
        changeOfMinister();
    }

    private String person(String subject) {
        return PEOPLE + Authority.stream(forum, subject);
    }

    private Map<String, Object> inviting(String party, String role, String secret) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("forum", forum);
        body.put("party", party);
        body.put("roles", List.of(role));
        body.put("name", "Invited person (fictional)");
        body.put("email", "invited@example.org");
        body.put("secretHash", Ids.sha256(secret));
        body.put("validDays", 7);
        return body;
    }

    private static String secret() {
        return "journey-secret-" + UUID.randomUUID();
    }

    private void invitation() {
        stage.scene("Thailand's focal point invites a person; the link binds the sign-in");
        String secret = secret();
        stage.isRefused(
                "nobody invites into another party",
                "forbidden",
                "nz.focal",
                INVITATIONS,
                inviting("th", "DELEGATE", secret));
        stage.isRefused(
                "a co-chair is not made by an invitation",
                "invalid-input",
                "th.focal",
                INVITATIONS,
                inviting("th", "CO_CHAIR", secret));
        String id = stream(stage.does(
                "Thailand invites, and sends the hash of a secret",
                "th.focal",
                INVITATIONS,
                inviting("th", "DELEGATE", secret)));
        String path = INVITATIONS + "/" + id;
        Map<String, Object> accept = Map.of("secret", secret);
        stage.refused("to others it is not there", "not-found", stage.got("nz.focal", path));
        stage.isRefused(
                "nor without its secret", "not-found", "guest1", path + "/accept", Map.of("secret", secret + "x"));
        stage.isRefused(
                "who is New Zealand's does not become Thailand's",
                "of-another-party",
                "nz.head",
                path + "/accept",
                accept);
        stage.isRefused("who invites does not accept", "invitation-of-oneself", "th.focal", path + "/accept", accept);
        stage.does("the invited person accepts", "guest1", path + "/accept", accept);
        seesRole("guest1", "DELEGATE", true);
        stage.holds("and is Thailand's", me("guest1").path("unit").asString("").equals("th"));
        stage.isRefused("it is good for once", "invitation-taken", "guest2", path + "/accept", accept);
        String another = secret();
        String withdrawn = INVITATIONS + "/"
                + stream(stage.does(
                        "Thailand invites another person", "th.focal", INVITATIONS, inviting("th", "HEAD", another)));
        stage.does("and takes it back", "th.focal", withdrawn + "/withdraw", Map.of());
        stage.isRefused(
                "then it is no use any more",
                "invitation-withdrawn",
                "guest2",
                withdrawn + "/accept",
                Map.of("secret", another));
    }

    private void ownPartyOnly() {
        stage.scene("A focal point administers its own party's people, and nobody else's");
        String guest = person("guest1");
        Map<String, Object> head = Map.of("role", "HEAD", "post", "Ambassador (fictional)");
        stage.refused("New Zealand does not see who is Thailand's", "not-found", stage.got("nz.focal", guest));
        stage.isRefused(
                "nor gives it a role: there is no such person", "not-found", "nz.focal", guest + "/grant-role", head);
        JsonNode list = stage.read("nz.focal", "/api/membership/people?limit=200&forum=" + forum);
        boolean own = true;
        for (JsonNode p : list.path("items")) {
            own &= p.path("unit").asString("").equals("nz");
        }
        stage.holds(
                "its list has its own people only", own && !list.path("items").isEmpty());
        stage.isRefused(
                "Thailand's does not give itself a role",
                "role-to-oneself",
                "th.focal",
                person("th.focal") + "/grant-role",
                head);
        stage.isRefused(
                "nor one of the forum's",
                "role-not-yours",
                "th.focal",
                guest + "/grant-role",
                Map.of("role", "AUDITOR"));
        stage.isRefused("nor the secretariat one of a party's", "role-not-yours", SEC, guest + "/grant-role", head);
        stage.does("Thailand makes its new person a head", "th.focal", guest + "/grant-role", head);
        stage.does(
                "the secretariat lets it speak in the steering group",
                SEC,
                guest + "/grant-role",
                Map.of("role", "STEERING_GROUP"));
        stage.isRefused(
                "the last focal point does not end",
                "last-focal-point",
                "th.focal",
                person("th.focal") + "/end-role",
                Map.of("grant", grant("th.focal", "FOCAL_POINT")));
    }

    private void changeOfMinister() {
        stage.scene("Australia changes its minister: the acts stay with the person and post of their time");
        String meeting =
                MEETINGS + "/" + stream(stage.does("Australia proposes a meeting", "au.cochair", MEETINGS, proposal()));
        String secret = secret();
        String invited = INVITATIONS + "/"
                + stream(stage.does(
                        "Australia invites the successor",
                        "au.focal",
                        INVITATIONS,
                        inviting("au", "DELEGATE", secret)));
        stage.does("who accepts", "guest2", invited + "/accept", Map.of("secret", secret));
        seesRole("guest2", "DELEGATE", true);
        Map<String, Object> decline = Map.of("reason", "Whose word is it?");
        stage.isRefused(
                "the predecessor still has the key", "proposal-is-own", "au.cochair", meeting + "/decline", decline);
        makeCoChair("guest2", SEC);
        String before = Instant.now().toString();
        stage.does(
                "the predecessor's role ends",
                "au.focal",
                person("au.cochair") + "/end-role",
                Map.of("grant", grant("au.cochair", "CO_CHAIR")));
        stage.comesToBeRefused("the predecessor is refused", "forbidden", "au.cochair", meeting + "/decline", decline);
        stage.comesToBeRefused(
                "the key that was given is the office's", "proposal-is-own", "guest2", meeting + "/decline", decline);
        stage.holds(
                "with the name of who gave it",
                stage.read("id.cochair", meeting)
                        .path("keys")
                        .path("turned")
                        .path("au")
                        .asString("")
                        .equals("au.cochair"));
        stage.holds(
                "who held the role then and holds it no more",
                holds("au.cochair", before, "CO_CHAIR")
                        && !holds("au.cochair", Instant.now().toString(), "CO_CHAIR"));
        JsonNode successor = stage.read(SEC, person("guest2") + "?at=" + Instant.now());
        stage.holds(
                "and the successor has the post",
                successor.path("roles").toString().contains(POST));
        stage.does("the successor withdraws the proposal", "guest2", meeting + "/withdraw", decline);
        recusal(meeting, decline);
        makeCoChair("au.cochair", "secretariat2");
        stage.does(
                "the caretaker's role ends",
                "au.focal",
                person("guest2") + "/end-role",
                Map.of("grant", grant("guest2", "CO_CHAIR")));
    }

    /** The successor is still in office, so the recusal alone is what refuses. */
    private void recusal(String meeting, Map<String, Object> decline) {
        String thing = meeting.substring(MEETINGS.length() + 1);
        stage.isRefused(
                "another party does not recuse it",
                "not-found",
                "nz.focal",
                person("guest2") + "/recuse",
                Map.of("thing", thing, "ground", "None of its business."));
        stage.does(
                "the successor keeps away from that meeting",
                "guest2",
                person("guest2") + "/recuse",
                Map.of("thing", thing, "ground", "A relative is the host (fictional)."));
        stage.comesToBeRefused("and does not act on it", "recused", "guest2", meeting + "/decline", decline);
        stage.holds(
                "why is its own party's to read",
                stage.read("au.focal", person("guest2")).toString().contains("A relative")
                        && !stage.read(SEC, person("guest2")).toString().contains("A relative"));
        stage.does("until it ends", "guest2", person("guest2") + "/end-recusal", Map.of("thing", thing));
        stage.comesToBeRefused("then it may again", "not-proposed", "guest2", meeting + "/decline", decline);
    }

    private void makeCoChair(String subject, String confirming) {
        stage.does(
                "Australia proposes " + subject + " as its co-chair",
                "au.focal",
                person(subject) + "/grant-role",
                Map.of("role", "CO_CHAIR", "post", POST));
        String grant = "";
        for (JsonNode p : stage.read(SEC, person(subject)).path("proposed")) {
            grant = p.path("tenure").path("grant").asString("");
        }
        stage.isRefusedBound(
                "its office does not confirm it",
                "forbidden",
                "au.focal",
                person(subject) + "/confirm-role",
                Map.of("grant", grant));
        stage.doesBound(
                "the secretariat confirms it", confirming, person(subject) + "/confirm-role", Map.of("grant", grant));
        seesRole(subject, "CO_CHAIR", true);
    }

    /** The secretariat files for a party that cannot; both names stand in the event. */
    void onBehalf(Map<String, Object> item) {
        String items = "/api/agenda/items";
        stage.refused(
                "the secretariat files for New Zealand only New Zealand's",
                "on-behalf-not-allowed",
                stage.postedFor("nz", SEC, items, item));
        stage.refused(
                "nor does a party file for another",
                "on-behalf-not-allowed",
                stage.postedFor("th", "nz.focal", items, item));
        Answer filed = stage.postedFor("th", SEC, items, item);
        stage.holds("the secretariat files an item on Thailand's behalf: " + filed.status(), filed.ok());
        stage.sees(
                "the list names both",
                "th.focal",
                items + "?limit=200&forum=" + forum + "&atLeast=" + stream(filed) + ":1",
                page -> page.toString().contains("\"filedBy\":\"" + SEC + "\""));
        Answer withdrawn = stage.postedFor("th", SEC, items + "/" + stream(filed) + "/withdraw", Map.of());
        stage.holds("and withdraws it so: " + withdrawn.status(), withdrawn.ok());
    }

    /** Whose roles end is refused by every service as soon as the event is there. */
    void revoked(String meeting, String item, String document) {
        stage.scene("A person's roles end, and every service knows");
        String dispatch = "/api/circulation/dispatches/"
                + stage.read("th.head", "/api/circulation/dispatches?forum=" + forum)
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString("");
        Map<String, Map<String, Object>> acts = new LinkedHashMap<>();
        acts.put(MEETINGS + "/" + meeting + "/concur", Map.of());
        acts.put("/api/agenda/items/" + item + "/withdraw", Map.of());
        acts.put(
                "/api/outcomes/documents/" + document + "/make-statement",
                Map.of("kind", "RESERVATION", "text", "Too late (fictional)."));
        acts.put(dispatch + "/acknowledge", Map.of());
        acts.forEach((path, body) -> stage.holds(
                "its role counts: " + path.split("/")[2],
                !stage.posted("guest1", path, body, Stage.key(), null).problem().equals("forbidden")));
        for (String role : List.of("HEAD", "STEERING_GROUP")) {
            stage.does(
                    "its role ends: " + role,
                    role.equals("HEAD") ? "th.focal" : SEC,
                    person("guest1") + "/end-role",
                    Map.of("grant", grant("guest1", role)));
        }
        acts.forEach((path, body) ->
                stage.comesToBeRefused("it is refused: " + path.split("/")[2], "forbidden", "guest1", path, body));
    }

    private JsonNode me(String subject) {
        return stage.read(subject, "/api/membership/me?forum=" + forum);
    }

    private void seesRole(String subject, String role, boolean there) {
        stage.sees(
                subject + (there ? " is " : " is no more ") + role,
                subject,
                "/api/membership/me?forum=" + forum,
                me -> me.path("grants").toString().contains("\"" + role + "\"") == there);
    }

    private boolean holds(String subject, String at, String role) {
        return stage.read(SEC, person(subject) + "?at=" + at)
                .path("roles")
                .toString()
                .contains("\"" + role + "\"");
    }

    /** The id of the grant in force. */
    private String grant(String subject, String role) {
        for (JsonNode r :
                stage.read(SEC, person(subject) + "?at=" + Instant.now()).path("roles")) {
            if (r.path("role").asString("").equals(role)) {
                return r.path("grant").asString("");
            }
        }
        return "";
    }

    private Map<String, Object> proposal() {
        Map<String, Object> proposal = new LinkedHashMap<>();
        proposal.put("forum", forum);
        proposal.put("body", "conference");
        proposal.put("meetingType", "SENIOR_OFFICIALS_MEETING");
        proposal.put("title", "A meeting that a successor withdraws (fictional)");
        proposal.put("number", 9);
        proposal.put("host", "Australia");
        proposal.put("venue", "Canberra");
        proposal.put("zone", "Australia/Sydney");
        proposal.put("opensLocal", "2099-03-10T09:00:00");
        proposal.put("closesLocal", "2099-03-10T17:00:00");
        return proposal;
    }

    private static String stream(Answer answer) {
        return answer.json().path("stream").asString();
    }
}
