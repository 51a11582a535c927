package org.plenary.infra.journey;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plenary.infra.local.PublicApi.Answer;
import tools.jackson.databind.JsonNode;

/** Accreditation off the straight path: a file, a return, a provisional seat, an objection, a report, a lot. */
final class CredentialsScene {
    private static final String SEC = "secretariat";
    private static final String ACCREDITATIONS = "/api/membership/accreditations";
    private static final String FILES = "/api/membership/files";

    private final Stage stage;
    private final String forum;
    private final String meeting;
    private String malaysia = "";

    CredentialsScene(Stage stage, String forum, String meeting) {
        this.stage = stage;
        this.forum = forum;
        this.meeting = meeting;
    }

    void play() {
        stage.scene("Credentials are judged");
        nominateWithFile();
        seatProvisionally();
        contest();
        adoptReport();
        refuse();
        replaceAndWithdraw();
        drawLot();
    }

    /** Malaysia's accreditation, whose note verbale is a file. */
    String malaysia() {
        return malaysia;
    }

    /** After the meeting. */
    void end() {
        stage.sees("accreditations end with the meeting", SEC, malaysia, a -> status(a, "EXPIRED"));
    }

    private static boolean status(JsonNode thing, String status) {
        return thing.path("status").asString().equals(status);
    }

    private Map<String, Object> nomination(String party, String capacity) {
        Map<String, Object> n = new LinkedHashMap<>();
        n.put("forum", forum);
        n.put("meeting", meeting);
        n.put("party", party);
        n.put("capacity", capacity);
        n.put("name", "Head of " + party + " (fictional)");
        n.put("noteVerbale", "Note 2/" + party);
        return n;
    }

    private String nominated(String line, String party, Map<String, Object> nomination) {
        Answer answer = stage.does(line, party + ".focal", ACCREDITATIONS, nomination);
        return ACCREDITATIONS + "/" + answer.json().path("stream").asString();
    }

    private void listed(String line, String accreditation, String status) {
        String id = accreditation.substring(accreditation.lastIndexOf('/') + 1);
        String list = ACCREDITATIONS + "?limit=200&forum=" + forum + "&meeting=" + meeting;
        stage.sees(line, SEC, list, page -> {
            for (JsonNode a : page.path("items")) {
                if (a.path("id").asString().equals(id)) {
                    return status(a, status);
                }
            }
            return false;
        });
    }

    private void nominateWithFile() {
        Map<String, String> whose = Map.of("forum", forum, "party", "my");
        byte[] page = "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.US_ASCII);
        stage.isNotKept(
                "a page that is named as a note verbale is not kept",
                "file-kind-not-allowed",
                "my.focal",
                FILES,
                whose,
                page);
        stage.isNotKept("nor is one of another party", "forbidden", "nz.focal", FILES, whose, pdf());
        Answer kept = stage.keeps("Malaysia keeps a note verbale", "my.focal", FILES, whose, "note 2.pdf", pdf());
        String file = kept.json().path("file").asString();
        Map<String, Object> head = nomination("my", "HEAD");
        head.put("file", file);
        malaysia = nominated("Malaysia nominates its head by it", "my", head);
        stage.holds(
                "its own people and the secretariat read the file",
                stage.got("my.head", FILES + "/" + file).ok()
                        && stage.got(SEC, FILES + "/" + file).ok());
        stage.holds(
                "and for others there is none",
                stage.got("nz.head", FILES + "/" + file).status() == 404);
        listed("the nomination is listed", malaysia, "SUBMITTED");
        stage.isRefused(
                "a delegation has one head",
                "head-already-named",
                "my.focal",
                ACCREDITATIONS,
                nomination("my", "HEAD"));
        stage.does("the secretariat returns it", SEC, malaysia + "/return", Map.of("reason", "The note has no date."));
        Map<String, Object> again = new LinkedHashMap<>();
        again.put("capacity", "HEAD");
        again.put("name", "Head of my (fictional)");
        again.put("noteVerbale", "Note 2/my of 1 March");
        again.put("file", file);
        stage.does("Malaysia submits it again", "my.focal", malaysia + "/resubmit", again);
        stage.does("now it is accepted", SEC, malaysia + "/accept", Map.of());
    }

    /** A PDF of one empty page. */
    private static byte[] pdf() {
        return ("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
                        + "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
                        + "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
                        + "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void presence(String line) {
        stage.does(
                line,
                SEC,
                "/api/meeting/meetings/" + meeting + "/record-presence",
                Map.of("party", "my", "present", true));
    }

    private void seatProvisionally() {
        Map<String, Object> assurance = Map.of("text", "The letter of full powers follows by bag.");
        stage.does("an assurance seats it provisionally", SEC, malaysia + "/receive-assurance", assurance);
        presence("with every right: Malaysia is present");
    }

    private void contest() {
        Map<String, Object> ground = Map.of("ground", "The letter is not signed by a minister.");
        stage.isRefused(
                "nobody contests the credentials of its own", "forbidden", "my.head", malaysia + "/object", ground);
        stage.does("New Zealand contests its credentials", "nz.head", malaysia + "/object", ground);
        listed("they are contested", malaysia, "CONTESTED");
        stage.sees(
                "who objected is kept",
                "th.head",
                malaysia,
                a -> a.path("objections").size() == 1);
        presence("and Malaysia keeps its seat");
    }

    private void adoptReport() {
        String reports = "/api/membership/credentials-reports";
        Map<String, Object> compile = new LinkedHashMap<>();
        compile.put("forum", forum);
        compile.put("meeting", meeting);
        compile.put("contested", List.of());
        stage.isRefused(
                "a report says what becomes of what is contested", "contested-not-proposed", SEC, reports, compile);
        String id = malaysia.substring(malaysia.lastIndexOf('/') + 1);
        compile.put("contested", List.of(Map.of("accreditation", id, "outcome", "IN_ORDER")));
        Answer compiled = stage.does("the secretariat compiles the credentials report", SEC, reports, compile);
        String report = reports + "/" + compiled.json().path("stream").asString();
        for (String chair : List.of("au.cochair", "id.cochair")) {
            String hash = stage.read(chair, report).path("keys").path("hash").asString();
            stage.doesBound(chair + " adopts exactly it", chair, report + "/adopt", Map.of("hash", hash));
        }
        stage.sees("what was contested is in order", SEC, malaysia, a -> status(a, "IN_ORDER"));
    }

    private void refuse() {
        String bangladesh = nominated("Bangladesh nominates an adviser", "bd", nomination("bd", "ADVISER"));
        for (String chair : List.of("au.cochair", "id.cochair")) {
            stage.doesBound(
                    chair + " refuses for the same reason",
                    chair,
                    bangladesh + "/refuse",
                    Map.of("reason", "The person speaks for nobody in the register."));
        }
        stage.sees("only both keys refuse", "bd.focal", bangladesh, a -> status(a, "REFUSED"));
    }

    private void replaceAndWithdraw() {
        String first = nominated("Japan nominates its head", "jp", nomination("jp", "HEAD"));
        Map<String, Object> other = Map.of("name", "Another head of jp (fictional)", "noteVerbale", "Note 3/jp");
        stage.does("and names another in the same place", "jp.focal", first + "/replace", other);
        String successor = ACCREDITATIONS + "/"
                + stage.read("jp.focal", first).path("successor").asString();
        stage.sees("the successor is nominated", "jp.focal", successor, a -> status(a, "SUBMITTED"));
        stage.does("Japan withdraws after all", "jp.head", successor + "/withdraw", Map.of());
    }

    private void drawLot() {
        String orders = "/api/membership/protocol-orders";
        Map<String, Object> draw = Map.of("forum", forum, "meeting", meeting);
        Answer drawn = stage.does("the secretariat draws the lot for the seats", SEC, orders, draw);
        stage.isRefused("a lot is drawn once", "lot-already-drawn", SEC, orders, draw);
        JsonNode order =
                stage.read(SEC, orders + "/" + drawn.json().path("stream").asString());
        stage.holds(
                "states, organisations and observers sit from the drawn letter on",
                order.path("letter").asString().matches("[A-Z]")
                        && order.path("orders").path("en").size() == 3);
    }
}
