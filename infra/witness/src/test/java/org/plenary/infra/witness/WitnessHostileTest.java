package org.plenary.infra.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.SignedNote;

/** Damaged and hostile submissions, from a seed: each is refused as the sender's fault, and none moves the witness astray. */
class WitnessHostileTest {
    private static final int SIZE = 60;
    private static final int DIRECT = 4_000;
    private static final int OVER_HTTP = 400;
    private static final Set<Integer> EXPECTED = Set.of(200, 400, 403, 404, 409, 413, 422);
    private static final GrowingLog LOG = GrowingLog.of(GrowingLog.ORIGIN, SIZE);
    private static final GrowingLog FORK = LOG.fork(SIZE / 2, SIZE);
    private static final List<String> PIECES = List.of(
            "\n",
            "\n\n",
            "\r\n",
            "\0",
            "old 0\n",
            "old 999999999999999999\n",
            "— ",
            "—",
            " ",
            "+",
            "=",
            "\u0085",
            "\u2028",
            "٣",
            "😀",
            "example.org/log\n",
            "9223372036854775807\n",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void nothing_hostile_is_a_failure_of_the_witness(long seed) throws Exception {
        Random random = new Random(seed);
        Witness witness = Witness.open(
                dir.resolve("key"),
                dir.resolve("memory"),
                "w.example",
                KnownLogs.of(List.of(LOG.key())),
                InstantSource.system());
        try (WitnessServer server = WitnessServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Map.of("", witness));
                HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < DIRECT; i++) {
                byte[] body = hostile(random);
                assertThat(EXPECTED)
                        .as("seed %d, %s", seed, new String(body, UTF_8))
                        .contains(witness.add(body).status());
            }
            URI add = URI.create("http://127.0.0.1:" + server.port() + "/add-checkpoint");
            for (int i = 0; i < OVER_HTTP; i++) {
                byte[] body = hostile(random);
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(add)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(EXPECTED)
                        .as("seed %d, %s", seed, new String(body, UTF_8))
                        .contains(answer.statusCode());
            }
            witness.latest(WitnessState.hash(GrowingLog.ORIGIN)).ifPresent(n -> {
                Checkpoint head = Checkpoint.parse(SignedNote.parse(n).text());
                boolean one = Arrays.equals(head.root(), LOG.root(head.size()));
                boolean other = Arrays.equals(head.root(), FORK.root(head.size()));
                assertThat(one || other).as("what the log signed, unchanged").isTrue();
            });
        }
    }

    private static byte[] hostile(Random random) {
        GrowingLog log = random.nextInt(4) == 0 ? FORK : LOG;
        int size = random.nextInt(SIZE + 1);
        byte[] body = log.submission(random.nextInt(size + 1), size).getBytes(UTF_8);
        int times = random.nextInt(4);
        for (int i = 0; i < times; i++) {
            body = damaged(body, random);
        }
        return body;
    }

    private static byte[] damaged(byte[] body, Random random) {
        int at = random.nextInt(body.length + 1);
        int to = at + random.nextInt(body.length - at + 1);
        byte[] before = Arrays.copyOf(body, at);
        byte[] after = Arrays.copyOfRange(body, at, body.length);
        return switch (random.nextInt(6)) {
            case 0 -> before;
            case 1 -> join(before, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8), after);
            case 2 -> join(before, Arrays.copyOfRange(body, to, body.length));
            case 3 -> join(before, Arrays.copyOfRange(body, at, to), after);
            case 4 -> {
                byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                yield join(before, noise, after);
            }
            default -> {
                byte[] flipped = body.clone();
                if (at < body.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
        };
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
