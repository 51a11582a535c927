package org.plenary.infra.local;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.local.signin.DemonstrationUsers;
import org.plenary.kernel.decide.Ids;
import tools.jackson.databind.JsonNode;

/**
 * Loads the Bali Process and a demonstration conference, over public HTTP and by fixed idempotency keys: a load that was
 * cut off is finished by the next start, and one that is complete changes nothing.
 */
final class BaliProcess {
    /** How long the services may take to hear of what was loaded before. */
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(60);

    private static final String PREFIX = "BP";
    /** The forum's stream, which membership names after the symbol prefix: known before the forum is founded. */
    static final String FORUM = "forum-" + Ids.v5("forum|" + PREFIX);

    private static final String FORUM_READER = "secretariat";

    private final PublicApi api;
    private final DemonstrationKeys keys;
    private final DataDirectory data;
    private final JsonNode facts = DemonstrationUsers.facts();

    BaliProcess(PublicApi api, DemonstrationKeys keys, DataDirectory data) {
        this.api = api;
        this.keys = keys;
        this.data = data;
    }

    /** Everything, once. The day of the first load is kept, so that a repetition sends the same. */
    void load() {
        Properties loaded = new Properties();
        if (java.nio.file.Files.exists(data.path("loaded.properties"))) {
            loaded = DataDirectory.read(data.path("loaded.properties"));
        }
        if (loaded.containsKey("done")) {
            return;
        }
        if (!loaded.containsKey("day")) {
            loaded.setProperty("day", LocalDate.now(ZoneOffset.UTC).toString());
            data.write("loaded.properties", loaded);
        }
        LocalDate day = LocalDate.parse(loaded.getProperty("day"));
        String forum = found();
        if (!forum.equals(FORUM)) {
            throw new IllegalStateException("the forum is " + forum + ", and the record was told " + FORUM);
        }
        awaitRole("auditor", forum);
        awaitRole("au.cochair", forum);
        history(forum);
        conference(forum, day);
        loaded.setProperty("done", "true");
        loaded.setProperty("forum", forum);
        data.write("loaded.properties", loaded);
    }

    private String found() {
        Map<String, Object> founding = new LinkedHashMap<>();
        founding.put("name", "Bali Process");
        founding.put("symbolPrefix", PREFIX);
        founding.put("fictional", false);
        founding.put("framework", "2002");
        founding.put("frameworkTitle", "Specific objectives of 2002");
        List<Map<String, Object>> objectives = new ArrayList<>();
        for (JsonNode o : facts.path("objectives")) {
            Map<String, Object> objective = new LinkedHashMap<>();
            objective.put("number", o.path("number").asInt());
            objective.put("text", o.path("text").asString());
            if (!o.path("status").asString("").equals("sourced")) {
                objective.put("mark", o.path("status").asString(""));
            }
            objectives.add(objective);
        }
        founding.put("objectives", objectives);
        List<Map<String, Object>> parties = parties();
        List<String> all =
                parties.stream().map(p -> String.valueOf(p.get("party"))).toList();
        founding.put("bodies", bodies(all));
        founding.put("parties", parties);
        founding.put("people", Founding.people(all));
        founding.put(
                "ruleCards",
                Founding.ruleCards(
                        "Set by us for demonstration: the rules of procedure of the Bali Process are not public.",
                        Founding.card("P42D", "P30D", "P14D", 23, 30, "P10D", "P60D", "PT72H", "P14D")));
        founding.put("signingKeys", List.of(keys.entry("au"), keys.entry("id")));
        return made("operator", "/api/membership/forums", founding, "load-bali-forum");
    }

    private List<Map<String, Object>> parties() {
        Map<String, String> classes = new LinkedHashMap<>();
        classes.put("members", "MEMBER_STATE");
        classes.put("memberOrganisations", "MEMBER_ORGANISATION");
        classes.put("observers", "OBSERVER_STATE");
        classes.put("observerOrganisations", "OBSERVER_ORGANISATION");
        List<Map<String, Object>> parties = new ArrayList<>();
        classes.forEach((list, type) -> {
            for (JsonNode p : facts.path(list)) {
                Map<String, Object> party = new LinkedHashMap<>();
                party.put("party", p.path("id").asString());
                party.put("partyClass", type);
                party.put("name", p.path("name").asString());
                party.put("zone", p.path("zone").asString());
                String mark = p.path("membership").asString(p.path("status").asString(""));
                if (!mark.isEmpty() && !mark.equals("sourced") && !mark.equals("sourced-list")) {
                    party.put("mark", mark);
                }
                party.put("sources", texts(p.path("source")));
                parties.add(party);
            }
        });
        return parties;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(t -> texts.add(t.asString()));
        return texts.stream().limit(20).toList();
    }

    private static List<Map<String, Object>> bodies(List<String> all) {
        List<String> chairs = List.of("au", "id");
        return List.of(
                Founding.body("conference", "Ministerial Conference", chairs, all),
                Founding.body(
                        "steering-group", "Steering Group", chairs, List.of("au", "id", "nz", "th", "iom", "unhcr")),
                Founding.body(
                        "ad-hoc-group",
                        "Ad Hoc Group",
                        chairs,
                        List.of(
                                "ae", "af", "au", "bd", "id", "in", "lk", "mm", "mv", "my", "nz", "ph", "pk", "th",
                                "us", "vn", "iom", "unhcr", "unodc")));
    }

    /** Past conferences, documents and commitments: shown as imported, with their sources. */
    private void history(String forum) {
        int n = 0;
        for (JsonNode c : facts.path("ministerialConferences")) {
            Map<String, Object> m = new LinkedHashMap<>();
            m.put("forum", forum);
            m.put("meetingType", "MINISTERIAL_CONFERENCE");
            m.put("number", c.path("number").asInt());
            m.put(
                    "title",
                    "Ministerial Conference " + c.path("number").asInt() + " ("
                            + c.path("city").asString() + ")");
            m.put("city", c.path("city").asString());
            m.put("country", c.path("country").asString());
            m.put("startDate", c.path("start").asString());
            m.put("endDate", c.path("end").asString(c.path("start").asString()));
            List<Map<String, Object>> chairs = new ArrayList<>();
            for (JsonNode chair : c.path("coChairs")) {
                if (chair.isObject()) {
                    chairs.add(Map.of(
                            "name",
                            chair.path("name").asString(""),
                            "office",
                            chair.path("office").asString("")));
                }
            }
            m.put("coChairs", chairs);
            m.put("sources", texts(c.path("source")));
            made(FORUM_READER, "/api/meeting/imported-meetings", m, "load-bali-meeting-" + n++);
        }
        for (JsonNode d : facts.path("documents")) {
            Map<String, Object> m = new LinkedHashMap<>();
            m.put("forum", forum);
            m.put("title", limited(d.path("title").asString(), 300));
            String date = d.path("date").asString("");
            if (date.matches("\\d{4}(-\\d{2}(-\\d{2})?)?")) {
                m.put("date", date);
            }
            m.put("sources", texts(d.path("source")));
            made(FORUM_READER, "/api/outcomes/imported-documents", m, "load-bali-document-" + n++);
        }
        for (JsonNode c : facts.path("commitments")) {
            Map<String, Object> m = new LinkedHashMap<>();
            m.put("forum", forum);
            m.put("text", limited(c.path("text").asString(c.path("commitment").asString("")), 4000));
            m.put("sources", texts(c.path("source")));
            if (c.path("year").isInt()) {
                m.put("year", c.path("year").asInt());
            }
            if (c.path("document").isString()) {
                m.put("document", limited(c.path("document").asString(), 300));
            }
            made(FORUM_READER, "/api/outcomes/imported-commitments", m, "load-bali-commitment-" + n++);
        }
    }

    private static String limited(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    /** A Ninth Ministerial Conference, marked as fictional in its title: convened, its agenda being compiled. */
    private void conference(String forum, LocalDate day) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("forum", forum);
        m.put("body", "conference");
        m.put("meetingType", "MINISTERIAL_CONFERENCE");
        m.put("title", "Ninth Ministerial Conference (fictional, for demonstration)");
        m.put("number", 9);
        m.put("host", "Indonesia");
        m.put("venue", "Nusa Dua, Bali");
        m.put("zone", "Asia/Makassar");
        m.put("opensLocal", day.plusDays(120) + "T09:00");
        m.put("closesLocal", day.plusDays(121) + "T17:00");
        String meeting = retried("au.cochair", "/api/meeting/meetings", m, "load-ninth-propose");
        String path = "/api/meeting/meetings/" + meeting;
        for (String party : List.of("nz", "th", "iom", "unhcr")) {
            done(party + ".head", path + "/concur", Map.of(), "load-ninth-concur-" + party);
        }
        JsonNode proposal = read(path).json();
        if (proposal.path("status").asString().equals("PROPOSED")) {
            done(
                    "id.cochair",
                    path + "/consent",
                    Map.of("hash", proposal.path("keys").path("hash").asString()),
                    "load-ninth-consent");
        }
        done(FORUM_READER, path + "/convene", Map.of(), "load-ninth-convene");
        items(meeting);
    }

    private void items(String meeting) {
        List<List<String>> items = List.of(
                List.of(
                        "th",
                        "Trafficking in persons along maritime routes",
                        "6",
                        "Fictional: routes in the Andaman Sea."),
                List.of("nz", "Information sharing on smuggling networks", "1", "Fictional: a common reporting form."),
                List.of("bd", "Safe return and reintegration", "9", "Fictional: cooperation on return with dignity."));
        for (List<String> i : items) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("meeting", meeting);
            item.put("party", i.get(0));
            item.put("title", i.get(1));
            item.put("memorandum", i.get(3));
            item.put("objectives", List.of(Integer.parseInt(i.get(2))));
            retried(i.get(0) + ".focal", "/api/agenda/items", item, "load-ninth-item-" + i.get(0));
        }
    }

    private void awaitRole(String user, String forum) {
        Instant stop = Instant.now().plus(HEARD_WITHIN);
        String path = "/api/membership/me?forum=" + forum;
        while (api.get(user, path).json().path("grants").isEmpty()) {
            if (Instant.now().isAfter(stop)) {
                throw new IllegalStateException(user + " did not get a role in " + forum);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private String made(String user, String path, Object body, String key) {
        return retried(user, path, body, key);
    }

    /** Sends until the services have heard of what it builds on; a rule's 409 for input that cannot be is an error. */
    private String retried(String user, String path, Object body, String key) {
        return java.util.Objects.requireNonNull(send(user, path, body, key, null))
                .json()
                .path("stream")
                .asString();
    }

    private void done(String user, String path, Object body, String key) {
        String etag = read(path.substring(0, path.lastIndexOf('/'))).etag();
        send(user, path, body, key, path.endsWith("/consent") ? etag : null);
    }

    /** Reads what was just made; a service that has yet to hear of the forum is asked again. */
    private PublicApi.Answer read(String path) {
        Instant stop = Instant.now().plus(HEARD_WITHIN);
        while (true) {
            PublicApi.Answer answer = api.get(FORUM_READER, path);
            if (answer.ok()) {
                return answer;
            }
            if (Instant.now().isAfter(stop)) {
                throw new IllegalStateException(path + " was not answered: " + answer.status() + " " + answer.body());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private PublicApi.Answer send(String user, String path, Object body, String key, @Nullable String ifMatch) {
        Instant stop = Instant.now().plus(HEARD_WITHIN);
        while (true) {
            PublicApi.Answer answer = api.post(user, path, body, key, ifMatch);
            boolean wait = answer.status() == 403
                    || answer.status() == 503
                    || answer.problem().endsWith("-unknown")
                    || answer.problem().equals("rule-card-missing");
            if (answer.ok() || (answer.status() == 409 && !wait && !path.matches("/api/[a-z]+/[a-z-]+"))) {
                return answer;
            }
            if (!wait || Instant.now().isAfter(stop)) {
                throw new IllegalStateException(path + " was refused: " + answer.status() + " " + answer.body());
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
