package org.plenary.infra.verifier;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.GrownLog;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.Leaf;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.OriginLeaf;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.SlowTree;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;
import org.plenary.tlog.WitnessKey;
import org.plenary.tlog.WitnessPolicy;

/** A log made in memory as the record service would publish it: signed, with three witnesses of whom two suffice. */
public final class SignedLog {
    public static final String ORIGIN = "record.example/log";
    public static final Instant SEEN = Instant.parse("2027-01-20T03:00:00Z");
    public static final byte[] SALT = HexFormat.of().parseHex("0f".repeat(32));
    public static final Signers SIGNERS = new Signers();

    /** Where tiles fill up, one before, one after, and the specification's own example. */
    public static final int[] SIZES = {0, 1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 70_000};

    /** A log that was published at each of these sizes. */
    public static final SignedLog LARGE = new SignedLog(SIZES);

    /** Whoever signs. */
    public static final class Signers {
        public final KeyPair log = pair();
        public final Map<String, KeyPair> witnesses = new LinkedHashMap<>();
        public final String origin;

        public Signers() {
            this(ORIGIN);
        }

        public Signers(String origin) {
            this.origin = origin;
            for (String name : List.of("office-a", "office-b", "third-hand")) {
                witnesses.put(name, pair());
            }
        }

        /** A log with another name and key, and the same witnesses. */
        public Signers next(String name) {
            Signers next = new Signers(name);
            next.witnesses.putAll(witnesses);
            return next;
        }

        public LogKey logKey() {
            return LogKey.of(origin, log.getPublic());
        }

        public WitnessKey witness(String name) {
            return WitnessKey.of(name + ".example", witnesses.get(name).getPublic());
        }

        public String policy() {
            Map<String, WitnessPolicy.Witness> all = new LinkedHashMap<>();
            witnesses.keySet().forEach(n -> all.put(n, new WitnessPolicy.Witness(witness(n), "")));
            return WitnessPolicy.of(new WitnessPolicy.Log(logKey(), ""), all, 2).encoded();
        }

        /** A checkpoint that these witnesses cosigned. */
        public SignedNote sign(Checkpoint checkpoint, Instant at, String... names) {
            SignedNote own = SignedNote.sign(checkpoint.body(), logKey(), log.getPrivate());
            List<SignedNote.Line> lines = new ArrayList<>(own.signatures());
            for (String name : names) {
                lines.add(witness(name).cosign(own.text(), witnesses.get(name).getPrivate(), at));
            }
            return new SignedNote(own.text(), lines);
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public final Signers signers;
    public final List<byte[]> entries;
    private final GrownLog grown;
    private final SlowTree slow;

    /** A log that grew by publishing these sizes, the last of which is all of it. */
    public SignedLog(Signers signers, List<byte[]> entries, int... sizes) {
        this.signers = signers;
        this.entries = entries;
        this.slow = new SlowTree(entries.stream().map(Hashing::leaf).toList());
        this.grown = GrownLog.to(
                slow,
                entries.size(),
                at -> Arrays.stream(sizes).filter(s -> s > at).min().orElse(entries.size()) - at);
    }

    public SignedLog(int... sizes) {
        this(SIGNERS, events(Arrays.stream(sizes).max().orElse(0)), sizes);
    }

    /** So many entries: a hundred streams side by side, and now and then a record that could not be read. */
    public static List<byte[]> events(int count) {
        List<byte[]> entries = new ArrayList<>();
        Map<String, Long> versions = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String stream = "meeting-" + (i * 31 % 100);
            if (i % 50 == 49) {
                entries.add(Leaf.unparsed("plenary.agenda.events", 3, i, stream.getBytes(StandardCharsets.UTF_8)));
            } else {
                entries.add(event(stream, versions.merge(stream, 1L, Long::sum), "{\"actor\":\"a" + i + "\"}"));
            }
        }
        return entries;
    }

    public static byte[] event(String stream, long version, String rest) {
        return Leaf.of(
                "meeting",
                stream,
                version,
                stream + "@" + version,
                "org.plenary.meeting.MeetingConvened.v1",
                "2027-01-20T03:00:00Z",
                Leaf.commitment(SALT, rest));
    }

    /** The root by the definitions of RFC 6962, without tiles. */
    public byte[] root(int size) {
        return slow.root(size);
    }

    public Checkpoint checkpoint(int size) {
        return new Checkpoint(signers.origin, size, root(size));
    }

    /** The first entry of the log by these signers that continues this one from this size. */
    public OriginLeaf continuedBy(Signers next, int size, long kept) {
        OriginLeaf.Previous previous =
                new OriginLeaf.Previous(signers.origin, signers.logKey().vkey(), size, root(size));
        return new OriginLeaf(next.origin, next.logKey().vkey(), previous, kept, "forum-1@14", "2027-03-01T09:30:00Z");
    }

    public String note(int size) {
        return signers.sign(checkpoint(size), SEEN, signers.witnesses.keySet().toArray(String[]::new))
                .encoded();
    }

    public List<byte[]> inclusion(int index, int size) {
        return new Tree(size, grown.tiles::get).inclusion(index);
    }

    /** All resources by their paths, under the checkpoint of this size. */
    public Map<String, byte[]> resources(int size) {
        Map<String, byte[]> resources = new TreeMap<>();
        grown.tiles.forEach((path, bytes) -> {
            if (path.entriesNeeded() <= size) {
                resources.put(path.toString(), bytes);
                if (path.level() == 0) {
                    int from = (int) path.index() * TilePath.FULL;
                    resources.put(
                            TilePath.entries(path.index(), path.width()).toString(),
                            EntryBundle.encode(entries.subList(from, from + path.width())));
                }
            }
        });
        resources.put("checkpoint", note(size).getBytes(StandardCharsets.UTF_8));
        resources.put("policy", signers.policy().getBytes(StandardCharsets.UTF_8));
        return resources;
    }
}
