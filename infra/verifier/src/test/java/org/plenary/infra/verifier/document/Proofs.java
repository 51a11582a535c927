package org.plenary.infra.verifier.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.plenary.infra.verifier.SignedLog;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.Leaf;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.TlogProof;

/** Proofs from a log in which a text was published as entry 300. */
final class Proofs {
    static final byte[] TEXT = "{\"title\":\"Co-chairs' statement\",\"paragraphs\":[\"We met.\"]}".getBytes(UTF_8);
    static final String SHA256 = HexFormat.of().formatHex(Hashing.sha256(TEXT));
    static final int SIZE = 400;
    static final int INDEX = 300;

    private static final String REST = "{\"actor\":\"co-chair-1\",\"onBehalfOf\":\"au\",\"forum\":\"forum-1\","
            + "\"receivedAt\":\"2027-01-20T02:59:59Z\",\"data\":{\"hash\":\"" + SHA256 + "\"}}";

    final SignedLog log;
    private final String type;

    Proofs() {
        this(SignedLog.SIGNERS);
    }

    Proofs(SignedLog.Signers signers) {
        this(signers, "org.plenary.outcomes.DocumentPublished.v1");
    }

    /** A log in which an event of this type has the text's hash. */
    Proofs(SignedLog.Signers signers, String type) {
        this.type = type;
        List<byte[]> entries = new ArrayList<>(SignedLog.events(SIZE - 1));
        entries.add(INDEX, published());
        log = new SignedLog(signers, entries, SIZE);
    }

    private byte[] published() {
        return Leaf.of(
                "outcomes",
                "document-1",
                1,
                "document-1@1",
                type,
                "2027-01-20T03:00:00Z",
                Leaf.commitment(SignedLog.SALT, REST));
    }

    TlogProof tlog(int index) {
        return new TlogProof(index, log.inclusion(index, SIZE), note());
    }

    /** Cosigned by just enough witnesses. */
    String note() {
        return log.signers
                .sign(log.checkpoint(SIZE), SignedLog.SEEN, "office-a", "third-hand")
                .encoded();
    }

    /** The proof of the text's file. */
    ProofBundle ofText() {
        return new ProofBundle(
                new String(published(), UTF_8),
                Optional.of(new ProofBundle.Opening(SignedLog.SALT, REST)),
                tlog(INDEX).encoded(),
                log.signers.policy(),
                Optional.of(new ProofBundle.FileClaim("text.json", SHA256, "/data/hash")));
    }

    /** The receipt of an entry before the text. */
    ProofBundle receipt(int index, boolean opened) {
        return new ProofBundle(
                new String(log.entries.get(index), UTF_8),
                opened
                        ? Optional.of(new ProofBundle.Opening(SignedLog.SALT, "{\"actor\":\"a" + index + "\"}"))
                        : Optional.empty(),
                tlog(index).encoded(),
                log.signers.policy(),
                Optional.empty());
    }
}
