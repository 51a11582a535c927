package org.plenary.infra.verifier.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.SignedLog;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;

/** A thousand planted faults, each of which is found and called what it is; and nothing else is refused. */
class PlantedFaultsTest {
    private static final int SIZE = 600;
    private static final int EARLIER = 300;
    private static final int LARGE = 70_000;
    /** Draws of one fault at most; of the few that a kind has, each comes up in far fewer. */
    private static final int DRAWN_MAX = 500;

    private static final long SEED = Long.getLong("plenary.seed", 20_270_120);

    private static final SignedLog LOG = new SignedLog(EARLIER, SIZE);
    private static final Map<String, byte[]> GOOD = LOG.resources(SIZE);
    private static final SignedLog.Signers STRANGERS = new SignedLog.Signers();

    @TempDir
    static Path temp;

    private static Path seenEarlier;
    private static Path seenAll;

    /** What is shown, and what was kept before. */
    private record Case(Map<String, byte[]> shown, Path kept) {}

    private interface Plant {
        Case in(Random random);
    }

    /** @param times of which no two are the same: as often as there are different ones, where those are few */
    private record Kind(String name, int times, Set<Fault> found, Plant plant) {}

    @BeforeAll
    static void twoLooksBefore() {
        seenEarlier = temp.resolve("earlier");
        seenAll = temp.resolve("all");
        FollowTest.follow(new MemoryLog(LOG.resources(EARLIER)), FollowTest.options(seenEarlier));
        FollowTest.follow(new MemoryLog(GOOD), FollowTest.options(seenAll));
    }

    private static List<Kind> kinds() {
        Map<String, byte[]> large = SignedLog.LARGE.resources(LARGE);
        return List.of(
                kind(
                        "bit flipped in a tile",
                        150,
                        r -> flipped(r, GOOD, "tile/\\d/.*"),
                        Fault.TILE_CHANGED,
                        Fault.ROOT_OTHER),
                kind(
                        "bit flipped above level 0",
                        40,
                        r -> flipped(r, large, "tile/[1-9]/.*"),
                        Fault.TILE_CHANGED,
                        Fault.ROOT_OTHER),
                kind(
                        "bit flipped in a bundle",
                        150,
                        r -> flipped(r, GOOD, "tile/e.*"),
                        Fault.ENTRY_CHANGED,
                        Fault.BUNDLE_MALFORMED),
                kind(
                        "bit flipped in the checkpoint",
                        150,
                        PlantedFaultsTest::checkpointFlipped,
                        Fault.NOT_A_CHECKPOINT,
                        Fault.OTHER_LOG,
                        Fault.WRONG_KEY,
                        Fault.FALSE_SIGNATURE,
                        Fault.FALSE_COSIGNATURE,
                        Fault.TOO_FEW_WITNESSES),
                kind("bit flipped in the log's signature", 30, r -> signatureFlipped(r, 0), Fault.FALSE_SIGNATURE),
                kind(
                        "bit flipped in a cosignature",
                        60,
                        r -> signatureFlipped(r, 1 + r.nextInt(3)),
                        Fault.FALSE_COSIGNATURE),
                kind(
                        "bit flipped in the keys",
                        50,
                        PlantedFaultsTest::policyFlipped,
                        Fault.BAD_POLICY,
                        Fault.KEYS_CHANGED),
                kind(
                        "tile cut off or too long",
                        40,
                        r -> resized(r, "tile/\\d/.*"),
                        Fault.TILE_LENGTH,
                        Fault.TOO_LARGE),
                kind("bundle cut off or too long", 40, r -> resized(r, "tile/e.*"), Fault.BUNDLE_MALFORMED),
                kind("bundle without its last entry", 3, PlantedFaultsTest::entryDropped, Fault.BUNDLE_MALFORMED),
                kind("tile or bundle missing", 7, PlantedFaultsTest::missing, Fault.MISSING_PART),
                kind("tiles swapped", 1, r -> swapped("tile/0/000", "tile/0/001"), Fault.TILE_CHANGED),
                kind("bundles swapped", 1, r -> swapped("tile/entries/000", "tile/entries/001"), Fault.ENTRY_CHANGED),
                kind("entries swapped", 40, PlantedFaultsTest::entriesSwapped, Fault.ENTRY_CHANGED),
                kind("entry replaced, its tile too", 40, r -> replaced(r, false), Fault.TILE_CHANGED, Fault.ROOT_OTHER),
                kind("entry replaced, all tiles too, root kept", 30, r -> replaced(r, true), Fault.ROOT_OTHER),
                kind("log taken back", 20, r -> rollback(r, true), Fault.ROLLBACK),
                kind("old checkpoint replayed", 20, r -> rollback(r, false), Fault.ROLLBACK),
                kind(
                        "another history, as long",
                        30,
                        r -> new Case(forked(r, SIZE).resources(SIZE), seenAll),
                        Fault.FORK),
                kind(
                        "another history, longer",
                        30,
                        r -> new Case(forked(r, EARLIER).resources(SIZE), seenEarlier),
                        Fault.INCONSISTENT),
                kind("log's key replaced", 1, r -> strangersLog(), Fault.WRONG_KEY),
                kind(
                        "all keys replaced",
                        1,
                        r -> new Case(new SignedLog(STRANGERS, LOG.entries, SIZE).resources(SIZE), seenEarlier),
                        Fault.KEYS_CHANGED),
                kind("cosigned by strangers", 1, r -> note(strangeWitnesses()), Fault.TOO_FEW_WITNESSES),
                kind("cosignatures dropped", 2, r -> cosigned(r.nextInt(2)), Fault.TOO_FEW_WITNESSES),
                kind("cosignatures of an old checkpoint", 1, r -> note(oldCosignatures()), Fault.FALSE_COSIGNATURE),
                kind("another log's checkpoint", 1, r -> otherOrigin(), Fault.OTHER_LOG),
                kind("entry not of the form", 60, r -> signed(r, BadEntries.MALFORMED), Fault.ENTRY_MALFORMED),
                kind("entry of an unknown kind", 10, r -> signed(r, BadEntries.UNKNOWN), Fault.ENTRY_UNKNOWN),
                kind("event left out, repeated or too early", 40, PlantedFaultsTest::outOfOrder, Fault.VERSION_ORDER),
                kind("beginning of a log within one", 20, PlantedFaultsTest::beginningWithin, Fault.ORIGIN_WITHIN),
                kind("beginning of another log", 20, PlantedFaultsTest::beginningOfAnother, Fault.ORIGIN_OTHER),
                kind("gap in a log that continues another", 20, PlantedFaultsTest::gapAfterwards, Fault.VERSION_ORDER));
    }

    private static Kind kind(String name, int times, Plant plant, Fault first, Fault... more) {
        return new Kind(name, times, EnumSet.of(first, more), plant);
    }

    @Test
    void a_thousand_planted_faults_are_found_and_named() {
        Set<String> planted = new HashSet<>();
        int number = 0;
        for (Kind kind : kinds()) {
            Map<Fault, Integer> found = new EnumMap<>(Fault.class);
            for (int i = 0; i < kind.times(); i++) {
                Random random = new Random(SEED + 7_919L * ++number);
                Case c = another(kind, random, planted);
                Fault fault = verify(c, number);
                assertThat(fault)
                        .as("%s, number %d, seed %d", kind.name(), i, SEED)
                        .isNotNull()
                        .isIn(kind.found());
                found.merge(fault, 1, Integer::sum);
            }
            System.out.printf("%4d planted, all found: %-45s %s%n", kind.times(), kind.name(), found);
        }
        System.out.println(planted.size() + " different faults planted and found in all");
        assertThat(planted).hasSizeGreaterThanOrEqualTo(1_000);
    }

    /** One that was not planted yet, by all that is shown and what was kept before. */
    private static Case another(Kind kind, Random random, Set<String> planted) {
        for (int drawn = 0; drawn < DRAWN_MAX; drawn++) {
            Case c = kind.plant().in(random);
            if (planted.add(fingerprint(c))) {
                return c;
            }
        }
        throw new AssertionError("there are not " + kind.times() + " different faults of the kind: " + kind.name());
    }

    private static String fingerprint(Case c) {
        StringBuilder all = new StringBuilder().append(c.kept());
        new TreeMap<>(c.shown())
                .forEach((path, bytes) -> all.append('\n')
                        .append(path)
                        .append(' ')
                        .append(HexFormat.of().formatHex(Hashing.sha256(bytes))));
        return HexFormat.of().formatHex(Hashing.sha256(all.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nothing_is_refused_that_holds() {
        int number = 1_000_000;
        for (Path kept : new Path[] {null, seenEarlier, seenAll}) {
            for (int cosignatures = 2; cosignatures <= 3; cosignatures++) {
                Map<String, byte[]> shown = cosigned(cosignatures).shown();
                assertThat(verify(new Case(shown, kept), ++number)).isNull();
            }
            Map<String, byte[]> unknown = with("checkpoint", GOOD.get("checkpoint"));
            String stranger =
                    "— somebody.example " + java.util.Base64.getEncoder().encodeToString(new byte[68]) + "\n";
            unknown.put("checkpoint", (LOG.note(SIZE) + stranger).getBytes(StandardCharsets.UTF_8));
            assertThat(verify(new Case(unknown, kept), ++number)).isNull();
        }
    }

    private static Fault verify(Case c, int number) {
        Path kept = c.kept() == null ? null : Copies.of(c.kept(), temp.resolve("run-" + number));
        try {
            FollowTest.follow(new MemoryLog(c.shown()), FollowTest.options(kept));
            return null;
        } catch (NotVerified e) {
            assertThat(e.expected()).isNotBlank();
            assertThat(e.found()).isNotBlank();
            return e.fault();
        }
    }

    private static Map<String, byte[]> with(String path, byte[] bytes) {
        Map<String, byte[]> shown = new LinkedHashMap<>(GOOD);
        shown.put(path, bytes);
        return shown;
    }

    private static Case note(String note) {
        return new Case(with("checkpoint", note.getBytes(StandardCharsets.UTF_8)), seenEarlier);
    }

    private static byte[] flip(Random random, byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    /** Of the parts that this size needs, not of those of earlier sizes. */
    private static String some(Random random, Map<String, byte[]> of, String pattern) {
        long size = of == GOOD ? SIZE : LARGE;
        List<String> paths = of.keySet().stream()
                .filter(p -> p.matches(pattern))
                .filter(p -> {
                    TilePath t = TilePath.parse(p).orElseThrow();
                    long full = size >> (8 * Math.max(0, t.level()));
                    return t.width() == TilePath.FULL
                            || full % TilePath.FULL == t.width() && full / TilePath.FULL == t.index();
                })
                .toList();
        return paths.get(random.nextInt(paths.size()));
    }

    private static Case flipped(Random random, Map<String, byte[]> of, String pattern) {
        String path = some(random, of, pattern);
        Map<String, byte[]> shown = new LinkedHashMap<>(of);
        shown.put(path, flip(random, of.get(path)));
        return new Case(shown, null);
    }

    private static Case checkpointFlipped(Random random) {
        Case two = cosigned(2);
        two.shown().put("checkpoint", flip(random, two.shown().get("checkpoint")));
        return new Case(two.shown(), seenEarlier);
    }

    private static Case signatureFlipped(Random random, int line) {
        SignedNote good = SignedNote.parse(LOG.note(SIZE));
        List<SignedNote.Line> lines = new ArrayList<>(good.signatures());
        SignedNote.Line old = lines.get(line);
        lines.set(line, new SignedNote.Line(old.name(), old.id(), flip(random, old.signature())));
        return note(new SignedNote(good.text(), lines).encoded());
    }

    private static Case policyFlipped(Random random) {
        return new Case(with("policy", flip(random, GOOD.get("policy"))), seenEarlier);
    }

    private static Case resized(Random random, String pattern) {
        String path = some(random, GOOD, pattern);
        byte[] bytes = GOOD.get(path);
        int length = random.nextBoolean() ? random.nextInt(bytes.length) : bytes.length + 1 + random.nextInt(64);
        byte[] other = Arrays.copyOf(bytes, length);
        for (int i = bytes.length; i < length; i++) {
            other[i] = (byte) 255;
        }
        return new Case(with(path, other), null);
    }

    private static Case entryDropped(Random random) {
        String path = some(random, GOOD, "tile/e.*");
        List<byte[]> entries = EntryBundle.decode(GOOD.get(path));
        return new Case(with(path, EntryBundle.encode(entries.subList(0, entries.size() - 1))), null);
    }

    private static Case missing(Random random) {
        Map<String, byte[]> shown = new LinkedHashMap<>(GOOD);
        shown.remove(some(random, GOOD, "tile/.*"));
        return new Case(shown, null);
    }

    private static Case swapped(String one, String other) {
        Map<String, byte[]> shown = with(one, GOOD.get(other));
        shown.put(other, GOOD.get(one));
        return new Case(shown, null);
    }

    private static Case entriesSwapped(Random random) {
        String path = some(random, GOOD, "tile/e.*");
        List<byte[]> entries = EntryBundle.decode(GOOD.get(path));
        int one = random.nextInt(entries.size() - 1);
        java.util.Collections.swap(entries, one, one + 1);
        return new Case(with(path, EntryBundle.encode(entries)), null);
    }

    private static Case replaced(Random random, boolean allTiles) {
        int at = random.nextInt(SIZE);
        List<byte[]> entries = new ArrayList<>(LOG.entries);
        entries.set(at, SignedLog.event("meeting-x", 1, "{\"actor\":\"another\"}"));
        Map<String, byte[]> other = new SignedLog(SignedLog.SIGNERS, entries, EARLIER, SIZE).resources(SIZE);
        Map<String, byte[]> shown = new LinkedHashMap<>(GOOD);
        int width = Math.min(TilePath.FULL, SIZE - at / TilePath.FULL * TilePath.FULL);
        for (TilePath path :
                List.of(TilePath.hashes(0, at / TilePath.FULL, width), TilePath.entries(at / TilePath.FULL, width))) {
            shown.put(path.toString(), other.get(path.toString()));
        }
        if (allTiles) {
            shown.putAll(other);
            shown.put("checkpoint", GOOD.get("checkpoint"));
        }
        return new Case(shown, null);
    }

    private static Case rollback(Random random, boolean tilesToo) {
        int size = random.nextInt(SIZE);
        SignedLog shorter = new SignedLog(SignedLog.SIGNERS, LOG.entries.subList(0, size), size);
        Map<String, byte[]> shown = tilesToo ? shorter.resources(size) : new LinkedHashMap<>(GOOD);
        shown.put("checkpoint", shorter.note(size).getBytes(StandardCharsets.UTF_8));
        return new Case(shown, seenAll);
    }

    /** Consistent with itself, signed and cosigned, and another one below the size. */
    private static SignedLog forked(Random random, int below) {
        List<byte[]> entries = new ArrayList<>(LOG.entries);
        entries.set(random.nextInt(below), SignedLog.event("meeting-y", 1, "{\"actor\":\"another\"}"));
        return new SignedLog(SignedLog.SIGNERS, entries, EARLIER, SIZE);
    }

    private static Case strangersLog() {
        Map<String, byte[]> shown = new SignedLog(STRANGERS, LOG.entries, SIZE).resources(SIZE);
        shown.put("policy", GOOD.get("policy"));
        return new Case(shown, null);
    }

    private static String strangeWitnesses() {
        SignedNote own = SignedNote.parse(LOG.note(SIZE));
        SignedNote strange = SignedNote.parse(new SignedLog(STRANGERS, LOG.entries, SIZE).note(SIZE));
        List<SignedNote.Line> lines = new ArrayList<>(List.of(own.signatures().getFirst()));
        lines.addAll(strange.signatures().subList(1, 4));
        return new SignedNote(own.text(), lines).encoded();
    }

    private static Case cosigned(int witnesses) {
        String[] names =
                SignedLog.SIGNERS.witnesses.keySet().stream().limit(witnesses).toArray(String[]::new);
        return note(SignedLog.SIGNERS
                .sign(LOG.checkpoint(SIZE), SignedLog.SEEN, names)
                .encoded());
    }

    private static String oldCosignatures() {
        SignedNote now = SignedNote.parse(LOG.note(SIZE));
        List<SignedNote.Line> lines = new ArrayList<>(List.of(now.signatures().getFirst()));
        lines.addAll(SignedNote.parse(LOG.note(EARLIER)).signatures().subList(1, 4));
        return new SignedNote(now.text(), lines).encoded();
    }

    private static Case otherOrigin() {
        return note(LOG.note(SIZE).replaceFirst("record\\.example/log", "other.example/log"));
    }

    /** A log that is signed and cosigned with an entry that is not as it should be. */
    private static Case signed(Random random, List<byte[]> bad) {
        List<byte[]> entries = new ArrayList<>(LOG.entries);
        entries.set(random.nextInt(SIZE), bad.get(random.nextInt(bad.size())));
        return new Case(new SignedLog(SignedLog.SIGNERS, entries, EARLIER, SIZE).resources(SIZE), null);
    }

    private static final SignedLog.Signers NEXT = new SignedLog.Signers(SignedLog.ORIGIN + "2");

    private static Case next(List<byte[]> entries) {
        return new Case(new SignedLog(NEXT, entries, entries.size()).resources(entries.size()), null);
    }

    private static Case beginningWithin(Random random) {
        List<byte[]> entries = new ArrayList<>(LOG.entries.subList(0, 1 + random.nextInt(SIZE - 1)));
        entries.add(
                1 + random.nextInt(entries.size()),
                LOG.continuedBy(NEXT, SIZE, SIZE).bytes());
        return next(entries);
    }

    private static Case beginningOfAnother(Random random) {
        boolean otherKey = random.nextBoolean();
        SignedLog.Signers other = new SignedLog.Signers(otherKey ? NEXT.origin : "elsewhere.example/log");
        List<byte[]> entries = new ArrayList<>(LOG.entries.subList(0, random.nextInt(SIZE)));
        entries.add(0, LOG.continuedBy(other, SIZE, SIZE).bytes());
        return next(entries);
    }

    /** From the old log's middle on, the first entries of each thing missing, and then one more of a thing that began. */
    private static Case gapAfterwards(Random random) {
        List<byte[]> entries = new ArrayList<>(LOG.entries.subList(EARLIER, SIZE));
        entries.add(0, LOG.continuedBy(NEXT, EARLIER, EARLIER).bytes());
        assertThat(verify(next(entries), 2_000_000 + random.nextInt())).isNull();
        int at;
        do {
            at = 1 + random.nextInt(100);
        } while (Entry.read(entries.get(at)).event().isEmpty());
        if (random.nextBoolean()) {
            entries.add(at + 100, entries.get(at));
        } else {
            entries.remove(at + 100);
        }
        return next(entries);
    }

    private static Case outOfOrder(Random random) {
        List<byte[]> entries = new ArrayList<>(LOG.entries);
        int at = random.nextInt(EARLIER);
        while (Entry.read(entries.get(at)).event().isEmpty()) {
            at++;
        }
        switch (random.nextInt(3)) {
            case 0 -> entries.remove(at);
            case 1 -> entries.add(at, entries.get(at));
            default -> entries.add(0, SignedLog.event("meeting-z", 2, "{}"));
        }
        List<byte[]> cut = entries.size() > SIZE ? entries.subList(0, SIZE) : entries;
        int size = cut.size();
        assertThat(Hashing.leaf(cut.get(size - 1))).hasSize(32);
        return new Case(new SignedLog(SignedLog.SIGNERS, cut, size).resources(size), null);
    }
}
