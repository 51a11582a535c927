package org.plenary.infra.verifier.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.Result;
import org.plenary.infra.verifier.WrongUsage;
import org.plenary.infra.verifier.log.Head;
import org.plenary.tlog.Leaf;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.TlogProof;

/** Verifies one file, receipt or export. Nothing is fetched from anywhere. */
public final class DocumentCheck {
    /** A proof only gets older; that no witness signed lately says nothing about it. */
    private static final Duration NEVER_STALE = Duration.ofDays(36_500);

    private final Optional<Keys> keys;
    private final InstantSource clock;

    /**
     * @param keys the user's own, or those kept; without them a bundle is judged by the keys that it brings, which is
     * said
     */
    public DocumentCheck(Optional<Keys> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    Result file(Path file, GivenProof proof) {
        String name = file.getFileName().toString();
        if (proof.isTlog()) {
            return entry(file, proof);
        }
        ProofBundle bundle = Proven.bundle(proof.text());
        Keys by = keys(bundle);
        Proven proven = proven(bundle, by);
        String sha256 = sha256(file);
        proven.requireFile(bundle, sha256);
        return ProvenReport.file(name, sha256, proven, bundle, by, remarks(proven, by));
    }

    Result receipt(GivenProof proof) {
        if (proof.isTlog()) {
            throw new WrongUsage(proof.path() + " proves an entry, which must be given with it");
        }
        ProofBundle bundle = Proven.bundle(proof.text());
        Keys by = keys(bundle);
        Proven proven = proven(bundle, by);
        proven.requireClaim(bundle);
        return ProvenReport.receipt(proven, Optional.of(bundle), by, remarks(proven, by));
    }

    Result export(Path zip) {
        return new ConferenceExport(keys, clock).verify(zip);
    }

    private Result entry(Path file, GivenProof given) {
        Keys by = keys.orElseThrow(
                () -> new WrongUsage(given.path() + " brings no keys with it: give them with --policy FILE"));
        byte[] leaf;
        try (InputStream in = Files.newInputStream(file)) {
            leaf = in.readNBytes(Leaf.BYTES_MAX + 1);
        } catch (IOException e) {
            throw new WrongUsage(file + " cannot be read: " + e.getMessage());
        }
        TlogProof proof = Proven.proof(given.text());
        Proven proven = Proven.of(leaf, proof, head(proof, by), by);
        return ProvenReport.receipt(proven, Optional.empty(), by, remarks(proven, by));
    }

    private static Proven proven(ProofBundle bundle, Keys by) {
        TlogProof proof = Proven.proof(bundle.proof());
        return Proven.of(bundle, proof, head(proof, by), by);
    }

    private static Head head(TlogProof proof, Keys by) {
        return Head.judge(proof.checkpoint().getBytes(StandardCharsets.UTF_8), by);
    }

    private Keys keys(ProofBundle bundle) {
        return keys.orElseGet(() -> Keys.parse(bundle.policy().getBytes(StandardCharsets.UTF_8), Keys.Source.OWN));
    }

    private List<String> remarks(Proven proven, Keys by) {
        return remarks(proven.head(), by, clock);
    }

    static List<String> remarks(Head head, Keys by, InstantSource clock) {
        List<String> remarks = new ArrayList<>();
        if (by.source() == Keys.Source.OWN) {
            remarks.add(
                    "The keys came with the proof itself, and whoever forges a proof forges its keys too. Compare them"
                            + " with those the co-chairs' offices give out, or give theirs with --policy FILE.\n"
                            + by.plain());
        }
        remarks.addAll(head.remarks(by, clock.instant(), NEVER_STALE));
        return remarks;
    }

    /** SHA-256 of a file in hexadecimal, however large it is. */
    static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new WrongUsage(file + " cannot be read: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
