package org.plenary.infra.verifier.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.Result;
import org.plenary.infra.verifier.WrongUsage;

/**
 * Files as they were named: which of them is a proof and of which other. A file goes with the proof that names its
 * hash, else with the one beside it ({@code <file>.proof.json}), else with the only one that was given.
 */
public final class Documents {
    /** What a verified or refused file is called, and what was found. */
    public record Judged(String target, Result result) {}

    private static final String PROOF = ".proof.json";

    private final DocumentCheck check;

    public Documents(DocumentCheck check) {
        this.check = check;
    }

    /** Judges each file; throws WrongUsage where one cannot be read or is no file. */
    public List<Judged> judge(List<Path> targets) {
        Map<Path, GivenProof> proofs = new LinkedHashMap<>();
        Set<Path> files = new LinkedHashSet<>();
        for (Path target : targets) {
            if (!Files.isRegularFile(target) || !Files.isReadable(target)) {
                throw new WrongUsage(target + " is no file that can be read");
            }
            Optional<GivenProof> proof = read(target);
            proof.ifPresentOrElse(p -> proofs.put(target, p), () -> files.add(target));
        }
        Map<Path, Optional<GivenProof>> pairs = new LinkedHashMap<>();
        Set<Path> used = new LinkedHashSet<>();
        for (Path file : files) {
            Optional<GivenProof> proof = isExport(file) ? Optional.empty() : proofOf(file, proofs, used, files.size());
            proof.ifPresent(p -> used.add(p.path()));
            pairs.put(file, proof);
        }
        return judge(targets, proofs, pairs, used);
    }

    private List<Judged> judge(
            List<Path> targets, Map<Path, GivenProof> proofs, Map<Path, Optional<GivenProof>> pairs, Set<Path> used) {
        List<Judged> judged = new ArrayList<>();
        for (Path target : new LinkedHashSet<>(targets)) {
            GivenProof proof = proofs.get(target);
            if (proof == null) {
                judged.add(judged(
                        target,
                        () -> isExport(target)
                                ? check.export(target)
                                : check.file(
                                        target,
                                        pairs.getOrDefault(target, Optional.empty())
                                                .orElseThrow(() -> noProof(target)))));
            } else if (!used.contains(target)) {
                Optional<Path> beside = beside(target).filter(f -> !pairs.containsKey(f));
                judged.add(judged(
                        target, () -> beside.isPresent() ? check.file(beside.get(), proof) : check.receipt(proof)));
            }
        }
        return judged;
    }

    private interface Check {
        Result run();
    }

    private static Judged judged(Path target, Check check) {
        try {
            return new Judged(target.toString(), check.run());
        } catch (NotVerified e) {
            return new Judged(target.toString(), Result.fails(target.toString(), e, List.of()));
        } catch (WrongUsage e) {
            throw e;
        } catch (RuntimeException e) {
            // made so that reading it breaks: that is no reason to say nothing of the others
            NotVerified broken =
                    new NotVerified(Fault.NOT_A_PROOF, "what can be read and judged", "what cannot (" + e + ")");
            return new Judged(target.toString(), Result.fails(target.toString(), broken, List.of()));
        }
    }

    private static NotVerified noProof(Path file) {
        return new NotVerified(
                Fault.NO_PROOF, "the file " + file + PROOF + ", or a proof given after the file", "neither");
    }

    private static Optional<GivenProof> proofOf(Path file, Map<Path, GivenProof> proofs, Set<Path> used, int files) {
        List<GivenProof> free =
                proofs.values().stream().filter(p -> !used.contains(p.path())).toList();
        String sha256 = DocumentCheck.sha256(file);
        Path beside = Path.of(file + PROOF);
        Path tlog = Path.of(file + GivenProof.TLOG);
        return free.stream()
                .filter(p -> p.speaksOf(sha256))
                .findFirst()
                .or(() -> Optional.ofNullable(proofs.get(beside)))
                .or(() -> Optional.ofNullable(proofs.get(tlog)))
                .or(() -> files == 1 ? free.stream().findFirst() : Optional.empty())
                .or(() -> Files.exists(beside) ? read(beside) : Optional.empty())
                .or(() -> Files.exists(tlog) ? read(tlog) : Optional.empty());
    }

    /** The file that lies beside its proof. */
    private static Optional<Path> beside(Path proof) {
        String name = proof.toString();
        return name.endsWith(PROOF)
                ? Optional.of(Path.of(name.substring(0, name.length() - PROOF.length())))
                        .filter(Files::isRegularFile)
                : Optional.empty();
    }

    private static Optional<GivenProof> read(Path path) {
        return GivenProof.read(path);
    }

    /**
     * Other files are zips too, such as those of word processors; an export has a list of contents, or is cut off.
     */
    private static boolean isExport(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] front = in.readNBytes(2);
            if (front.length < 2 || front[0] != 'P' || front[1] != 'K') {
                return false;
            }
        } catch (IOException e) {
            throw new WrongUsage(file + " cannot be read: " + e.getMessage());
        }
        return file.toString().endsWith(".zip") || ConferenceExport.isOne(file);
    }
}
