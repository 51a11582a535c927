package org.plenary.infra.journey;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.local.PublicApi;
import org.plenary.infra.local.PublicApi.Answer;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Where the story is told: each step is one act over public HTTP, one line, and ends the story where it surprises. Tests
 * make it harder: they send every act twice and badly, or end the process under it.
 */
class Stage {
    /** How long what follows from an act may take to be seen, while the instance answers. */
    static final Duration SEEN_WITHIN = Duration.ofSeconds(60);

    /** How long the instance may be away, where it was ended and starts again. */
    static final Duration BACK_WITHIN = Duration.ofMinutes(5);

    /** A step did not go as the story says. */
    static final class Surprise extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Surprise(String what) {
            super(what);
        }
    }

    private final PublicApi api;
    private final boolean json;
    private int step;
    /** When the instance last came back after nobody had answered. */
    private Instant back = Instant.MIN;

    Stage(PublicApi api, boolean json) {
        this.api = api;
        this.json = json;
    }

    PublicApi api() {
        return api;
    }

    /** A heading for people. */
    void scene(String title) {
        if (!json) {
            System.out.println("\n" + title);
        }
    }

    /** An act that is accepted; returns its answer. */
    Answer does(String line, String user, String path, Map<String, ?> body) {
        return told(line, () -> {
            return accepted(line, user, path, body, null);
        });
    }

    /** An act bound to the version that is read just before. */
    Answer doesBound(String line, String user, String path, Map<String, ?> body) {
        return told(line, () -> {
            return accepted(line, user, path, body, etag(user, path));
        });
    }

    private Answer accepted(String line, String user, String path, Map<String, ?> body, @Nullable String ifMatch) {
        String key = key();
        before(user, path, body, key, ifMatch);
        Answer answer = settled(user, path, body, key, ifMatch);
        require(answer.ok(), line, answer);
        after(user, path, body, key, ifMatch, answer);
        return answer;
    }

    /** Called before an act that will be accepted. */
    void before(String user, String path, Map<String, ?> body, String key, @Nullable String ifMatch) {}

    /** Called after an act was accepted. */
    void after(String user, String path, Map<String, ?> body, String key, @Nullable String ifMatch, Answer answer) {}

    /** Called at the begin of each step. */
    void begins(String line) {}

    /** An act that a rule refuses, and by which rule. */
    void isRefused(String line, String rule, String user, String path, Map<String, ?> body) {
        refused(line, rule, posted(user, path, body, key(), null));
    }

    /** An act bound to the standing version that a rule refuses. */
    void isRefusedBound(String line, String rule, String user, String path, Map<String, ?> body) {
        refused(line, rule, posted(user, path, body, key(), etag(user, path)));
    }

    /** An act without effect that is refused otherwise until what precedes it is known; each time with a new key. */
    void comesToBeRefused(String line, String rule, String user, String path, Map<String, ?> body) {
        told(line, () -> {
            Instant began = Instant.now();
            while (true) {
                Answer answer = posted(user, path, body, key(), null);
                if (!answer.ok() && answer.problem().equals(rule)) {
                    return answer;
                }
                if (late(began)) {
                    throw new Surprise(line + " (expected " + rule + "): " + answer.status() + " " + answer.body());
                }
                pause(20);
            }
        });
    }

    void refused(String line, String rule, Answer answer) {
        told(line, () -> {
            require(!answer.ok() && answer.problem().equals(rule), line + " (expected " + rule + ")", answer);
            return answer;
        });
    }

    /** A file that is kept; returns its answer. */
    Answer keeps(String line, String user, String path, Map<String, String> fields, String name, byte[] file) {
        String key = key();
        return told(line, () -> {
            Answer answer = answered(() -> api.upload(user, path, fields, name, file, key));
            require(answer.ok(), line, answer);
            return answer;
        });
    }

    /** A file that is not. */
    void isNotKept(String line, String rule, String user, String path, Map<String, String> fields, byte[] file) {
        refused(line, rule, answered(() -> api.upload(user, path, fields, "note.pdf", file, key())));
    }

    /** Waits until a read shows what the story expects; returns it. */
    JsonNode sees(String line, @Nullable String user, String path, Predicate<JsonNode> expected) {
        return told(line, () -> {
                    Instant began = Instant.now();
                    while (true) {
                        Answer answer = got(user, path);
                        if (answer.ok() && answer.body().startsWith("{") && expected.test(answer.json())) {
                            return answer;
                        }
                        if (late(began)) {
                            throw new Surprise(line + ": " + answer.status() + " " + answer.body());
                        }
                        pause(50);
                    }
                })
                .json();
    }

    /** Reads now. */
    JsonNode read(String user, String path) {
        return got(user, path).json();
    }

    /** A check that must hold. */
    void holds(String line, boolean condition) {
        told(line, () -> {
            if (!condition) {
                throw new Surprise(line);
            }
            return new Answer(200, "", "", "{}");
        });
    }

    void waitUntil(String line, Instant instant) {
        told(line, () -> {
            while (Instant.now().isBefore(instant)) {
                pause(20);
            }
            return new Answer(200, "", "", "{}");
        });
    }

    /** The last line for programs. */
    void ends(Map<String, Object> result) {
        if (json) {
            System.out.println(Json.write(result));
        } else {
            System.out.println();
            result.forEach((k, v) -> System.out.printf("%-10s %s%n", k, v));
        }
    }

    private interface Act {
        Answer run();
    }

    private Answer told(String line, Act act) {
        step++;
        begins(line);
        Instant began = Instant.now();
        try {
            Answer answer = act.run();
            tell(line, "ok", began);
            return answer;
        } catch (RuntimeException e) {
            tell(line, "failed", began);
            throw e;
        }
    }

    private void tell(String line, String status, Instant began) {
        long millis = Duration.between(began, Instant.now()).toMillis();
        if (json) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("step", line);
            told.put("status", status);
            told.put("millis", millis);
            System.out.println(Json.write(told));
        } else {
            System.out.printf("%3d  %-6s %6d ms  %s%n", step, status, millis, line);
        }
    }

    /** Sends again, with the same key, while the service has not heard what the act builds on. */
    private Answer settled(String user, String path, Map<String, ?> body, String key, @Nullable String ifMatch) {
        Instant began = Instant.now();
        while (true) {
            Answer answer = posted(user, path, body, key, ifMatch);
            String problem = answer.problem();
            boolean early = (answer.status() == 403 && !path.contains("-"))
                    || problem.equals("symbol-pending")
                    || problem.equals("meeting-unknown")
                    || problem.equals("forum-unknown")
                    || problem.equals("head-not-accredited")
                    || problem.equals("quorum-not-met")
                    || problem.equals("meeting-not-opened")
                    || problem.equals("meeting-not-in-substance")
                    || problem.equals("items-not-disposed-of")
                    || problem.equals("item-not-included");
            if (!early || late(began)) {
                return answer;
            }
            pause(50);
        }
    }

    /** Whether what is waited for since then comes too late; where the instance was away, it has its time anew. */
    private boolean late(Instant began) {
        Instant since = began.isAfter(back) ? began : back;
        return Instant.now().isAfter(since.plus(SEEN_WITHIN));
    }

    /** Sends a command, again with the same key while nobody answers or the service is not ready. */
    Answer posted(String user, String path, Object body, String key, @Nullable String ifMatch) {
        return answered(() -> api.post(user, path, body, key, ifMatch));
    }

    /** Sends a command on behalf of a party. */
    Answer postedFor(String party, String user, String path, Object body) {
        String key = key();
        return answered(() -> api.postFor(party, user, path, body, key));
    }

    /** Reads, again while nobody answers or the service is not ready. */
    Answer got(@Nullable String user, String path) {
        return answered(() -> api.get(user, path));
    }

    /** What is served of the record's log that grows now: {@code checkpoint}, {@code vkey}. */
    String log(String path) {
        String prefix = got(null, "/api/record/log").json().path("prefix").asString("/record/");
        return got(null, prefix + path).body();
    }

    private Answer answered(Act act) {
        Instant began = Instant.now();
        boolean away = false;
        while (true) {
            try {
                Answer answer = act.run();
                back = away ? Instant.now() : back;
                away = false;
                if (answer.status() != 503 || late(began)) {
                    return answer;
                }
                pause(50);
            } catch (UncheckedIOException e) {
                if (Instant.now().isAfter(began.plus(BACK_WITHIN))) {
                    throw new Surprise("nobody answers: " + e.getMessage());
                }
                away = true;
                pause(100);
            }
        }
    }

    private String etag(String user, String path) {
        return got(user, path.substring(0, path.lastIndexOf('/'))).etag();
    }

    static String key() {
        return "journey-" + UUID.randomUUID();
    }

    private static void require(boolean holds, String line, Answer answer) {
        if (!holds) {
            throw new Surprise(line + ": " + answer.status() + " " + answer.body());
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
