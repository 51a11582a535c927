package org.plenary.kernel.test.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Policy;

/**
 * Requests that the contract makes, damages and turns against the service: none is answered by a failure, by what the
 * contract does not list, or by what only its authors should see. {@code -Dplenary.seed=N} makes the same ones again.
 */
public abstract class FuzzSuite extends ServiceSuite {
    private static final int SHORT = 500;
    private static final int FULL = 10_000;
    private static final int AT_ONCE = 8;
    private static final int SHOWN_OF_A_KIND = 2;
    /** One of so many requests must be carried out, or it would not be the service that is tried. */
    private static final int DONE_OF = 20;
    /** One of so many of those has a body that is compared with its schema. */
    private static final int COMPARED_OF = 4;
    /** Fewer than one of so many may be told to come again. */
    private static final int AGAIN_OF = 10;

    /** What only the service knows of operations that are no commands and no reads of streams, by operation. */
    protected Map<String, AccessMatrix.Special> special(org.springframework.context.ApplicationContext context) {
        return Map.of();
    }

    @Test
    void whatever_is_sent_is_answered_by_the_contract() throws Exception {
        long seed = Long.getLong("plenary.seed", 20_260_101L);
        int count = Integer.getInteger("plenary.requests", Boolean.getBoolean("plenary.full") ? FULL : SHORT);
        Policy policy = setting().running().bean(Policy.class);
        AccessMatrix matrix =
                new AccessMatrix(setting(), policy, special(setting().running().context()));
        Requests requests = new Requests(setting(), matrix, policy);
        Judge judge = new Judge(setting().contract());
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
        Semaphore turns = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int n = i;
                turns.acquire();
                threads.submit(() -> {
                    try {
                        Draft request = requests.make(seed, n);
                        Draft.Answer answer = request.send(setting().running().port());
                        statuses.merge(answer.status(), 1, Integer::sum);
                        String fault = judge.wrong(request, answer);
                        if (fault != null) {
                            wrong.add("%s: %d (request %d of -Dplenary.seed=%d)%n%s%n-> %s%n"
                                    .formatted(fault, answer.status(), n, seed, request, answer));
                        }
                    } catch (Exception e) {
                        wrong.add("request " + n + " of -Dplenary.seed=" + seed + ": " + e);
                    } finally {
                        turns.release();
                    }
                });
            }
        }
        System.out.printf(
                "fuzz %s: %d requests, seed %d, answers %s, %d bodies as described%n",
                setting().running().name(), count, seed, statuses, judge.compared());
        assertThat(shown(List.copyOf(wrong)))
                .as(wrong.size() + " answers are wrong")
                .isEmpty();
        int done = statuses.entrySet().stream()
                .filter(s -> s.getKey() / 100 == 2)
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertThat(done).as("requests that were carried out").isGreaterThan(count / DONE_OF);
        assertThat(judge.compared()).as("bodies compared with a schema").isGreaterThan(done / COMPARED_OF);
        assertThat(statuses.getOrDefault(503, 0))
                .as("answers that say to try again")
                .isLessThan(count / AGAIN_OF);
    }

    private static List<String> shown(List<String> wrong) {
        Map<String, Integer> kinds = new TreeMap<>();
        return wrong.stream()
                .filter(w -> kinds.merge(w.substring(0, w.indexOf(':')), 1, Integer::sum) <= SHOWN_OF_A_KIND)
                .toList();
    }
}
