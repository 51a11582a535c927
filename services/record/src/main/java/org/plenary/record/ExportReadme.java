package org.plenary.record;

import java.time.Instant;
import org.plenary.tlog.Checkpoint;

/** The page in plain words that lies first in every export. */
final class ExportReadme {
    private ExportReadme() {}

    static String text(String meeting, Checkpoint head, Instant madeAt) {
        return """
                PLENARY: THE RECORD OF ONE CONFERENCE

                Meeting    %s
                Made at    %s
                Log        %s, its first %d entries

                What this is
                Everything that Plenary recorded of this conference and that you may see, each act with a proof that it
                stands in the public log. Nothing here needs Plenary, its servers or the internet to be checked.

                What lies where
                files/        the published texts, byte for byte, each with its proof beside it (.proof.json)
                events/       every act, in a folder for each thing and numbered in its order; each file is a proof
                checkpoint    the log's signed statement of its size and content, to which the proofs lead; those of acts
                              in a log that ended before lead to that log's last one, which they bring
                origins/      only where some acts stand in a log that ended before: for each log that goes on, the proof of
                              its first entry, which names the last checkpoint of the one before
                policy, vkey  whose signatures count
                manifest.json what is in here, with the size and SHA-256 of each file, for whom it was made and how it was cut

                Acts that you may not read are here too where they belong to something you may read: closed, without their
                words ("withheld"), so that you see that nothing was taken out between two others.

                How to check it with the verifier
                    plenary verify EXPORT.zip
                It answers in words, and ends with 0 where everything holds. Compare the keys in "policy" with those you
                know from another source: whoever forges a record forges its keys, too.

                How to check it without the verifier
                1. The SHA-256 of each file is the one in manifest.json (sha256sum).
                2. In a .proof.json, "leaf" is the log's entry. Its hash is SHA-256 of one zero byte and the leaf (RFC 6962).
                3. "proof" is a C2SP tlog-proof: with the hashes in it, RFC 9162 section 2.1.3.2 leads from the leaf's hash to
                   the root in the checkpoint that ends the proof: the bytes of "checkpoint", or those of a log that ended
                   before, whose size and root stand in the "leaf" of a file in origins/. Tools that others wrote do this.
                4. The signatures under the checkpoint are Ed25519, in the form of C2SP signed-note and tlog-cosignature.
                5. Where there is an "opening": SHA-256 of the text record-v1, one zero byte, the 32 bytes of the salt and "rest"
                   in canonical form (RFC 8785) is the "commitment" in the leaf. So "rest" is what was recorded then.
                6. Where there is a "file": the SHA-256 of that file stands in "rest" where "pointer" says.

                What it does not show
                That no thing is missing altogether: compare with another reader's export, or with the log's own entries.
                """.formatted(meeting, madeAt, head.origin(), head.size());
    }
}
