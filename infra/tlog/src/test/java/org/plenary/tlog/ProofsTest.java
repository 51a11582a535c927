package org.plenary.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proofs from tiles against the definitions of RFC 6962, and what must not verify. */
class ProofsTest {
    private static final int SIZES = 300;
    private static final SlowTree SLOW = new SlowTree(SIZES);
    private static final GrownLog LOG = GrownLog.to(SLOW, SIZES, at -> 1);

    private static byte[] leaf(int i) {
        return SLOW.mth(i, i + 1);
    }

    private static byte[] flipped(byte[] hash, int bit) {
        byte[] other = hash.clone();
        other[bit / 8] ^= (byte) (1 << bit % 8);
        return other;
    }

    private static List<byte[]> flipped(List<byte[]> proof, int hash, int bit) {
        List<byte[]> other = new ArrayList<>(proof);
        other.set(hash, flipped(proof.get(hash), bit));
        return other;
    }

    private static List<byte[]> longer(List<byte[]> proof, byte[] hash) {
        List<byte[]> other = new ArrayList<>(proof);
        other.add(hash);
        return other;
    }

    @Test
    void every_entry_of_every_size_to_300_is_proven_and_nothing_near_it() {
        for (int size = 1; size <= SIZES; size++) {
            Tree tree = LOG.tree(size);
            byte[] root = SLOW.root(size);
            assertThat(tree.root()).as("root of %d", size).isEqualTo(root);
            for (int i = 0; i < size; i++) {
                List<byte[]> proof = tree.inclusion(i);
                assertThat(proof)
                        .as("%d in %d", i, size)
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(SLOW.path(i, 0, size));
                assertThat(Proofs.includes(leaf(i), i, size, proof, root))
                        .as("%d in %d", i, size)
                        .isTrue();
                assertThat(includesSomethingElse(i, size, proof, root))
                        .as("%d in %d", i, size)
                        .isFalse();
            }
        }
    }

    private static boolean includesSomethingElse(int i, int size, List<byte[]> proof, byte[] root) {
        int bit = i % 256;
        boolean shorter = !proof.isEmpty() && Proofs.includes(leaf(i), i, size, proof.subList(1, proof.size()), root);
        boolean bent =
                !proof.isEmpty() && Proofs.includes(leaf(i), i, size, flipped(proof, i % proof.size(), bit), root);
        return shorter
                || bent
                || Proofs.includes(leaf(i), i + 1, size, proof, root)
                || Proofs.includes(leaf(i), i - 1, size, proof, root)
                || Proofs.includes(flipped(leaf(i), bit), i, size, proof, root)
                || Proofs.includes(leaf(i), i, size, proof, flipped(root, bit))
                || Proofs.includes(leaf(i), i, size, longer(proof, root), root);
    }

    @Test
    void every_pair_of_sizes_to_300_is_consistent_and_nothing_near_it() {
        for (int newer = 0; newer <= SIZES; newer++) {
            Tree tree = LOG.tree(newer);
            byte[] newerRoot = SLOW.root(newer);
            for (int older = 0; older <= newer; older++) {
                List<byte[]> proof = tree.consistency(older);
                assertThat(proof)
                        .as("%d to %d", older, newer)
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(older == 0 ? List.of() : SLOW.proof(older, newer));
                byte[] olderRoot = SLOW.root(older);
                assertThat(Proofs.consistent(older, olderRoot, newer, newerRoot, proof))
                        .as("%d to %d", older, newer)
                        .isTrue();
                assertThat(consistentWithSomethingElse(older, newer, proof))
                        .as("%d to %d", older, newer)
                        .isFalse();
            }
        }
    }

    private static boolean consistentWithSomethingElse(int older, int newer, List<byte[]> proof) {
        int bit = (older + newer) % 256;
        byte[] from = SLOW.root(older);
        byte[] to = SLOW.root(newer);
        boolean shorter = !proof.isEmpty() && Proofs.consistent(older, from, newer, to, proof.subList(1, proof.size()));
        boolean bent = !proof.isEmpty()
                && Proofs.consistent(older, from, newer, to, flipped(proof, older % proof.size(), bit));
        boolean forked = older > 0 && Proofs.consistent(older, from, newer, flipped(to, bit), proof);
        boolean rolledBack = older < newer && Proofs.consistent(newer, to, older, from, proof);
        return shorter
                || bent
                || forked
                || rolledBack
                || Proofs.consistent(older, flipped(from, bit), newer, to, proof)
                || Proofs.consistent(older, from, newer, to, longer(proof, to));
    }

    @Test
    void no_bit_of_a_proof_may_change() {
        for (int size : new int[] {2, 7, 256, 257, 300}) {
            List<byte[]> inclusion = LOG.tree(size).inclusion(size - 2);
            List<byte[]> consistency = LOG.tree(size).consistency(size - 1);
            for (int bit = 0; bit < 256; bit++) {
                for (int h = 0; h < inclusion.size(); h++) {
                    assertThat(Proofs.includes(
                                    leaf(size - 2), size - 2, size, flipped(inclusion, h, bit), SLOW.root(size)))
                            .isFalse();
                }
                for (int h = 0; h < consistency.size(); h++) {
                    assertThat(Proofs.consistent(
                                    size - 1, SLOW.root(size - 1), size, SLOW.root(size), flipped(consistency, h, bit)))
                            .isFalse();
                }
            }
        }
    }

    /** The witness protocol wants the empty proof from size 0, and the older root must be that of nothing. */
    @Test
    void from_the_empty_tree_only_the_empty_proof_leads_on() {
        byte[] root = SLOW.root(7);
        assertThat(Proofs.consistent(0, Hashing.empty(), 7, root, List.of())).isTrue();
        assertThat(Proofs.consistent(0, Hashing.empty(), 7, root, List.of(root)))
                .isFalse();
        assertThat(Proofs.consistent(0, new byte[32], 7, root, List.of())).isFalse();
        assertThat(Proofs.consistent(0, Hashing.empty(), 0, Hashing.empty(), List.of()))
                .isTrue();
        assertThat(Proofs.consistent(0, Hashing.empty(), 0, new byte[32], List.of()))
                .isFalse();
    }

    @Test
    void numbers_that_are_none_and_hashes_of_other_lengths_prove_nothing() {
        byte[] root = SLOW.root(2);
        List<byte[]> proof = LOG.tree(2).inclusion(0);
        assertThat(Proofs.includes(leaf(0), -1, 2, proof, root)).isFalse();
        assertThat(Proofs.includes(leaf(0), 2, 2, proof, root)).isFalse();
        assertThat(Proofs.includes(leaf(0), 0, -2, proof, root)).isFalse();
        assertThat(Proofs.consistent(-1, root, 2, root, List.of())).isFalse();
        byte[] cut = Arrays.copyOf(leaf(1), 31);
        byte[] forged = Hashing.node(leaf(0), cut);
        assertThat(Proofs.includes(leaf(0), 0, 2, List.of(cut), forged)).isFalse();
        assertThat(Proofs.consistent(1, leaf(0), 2, forged, List.of(cut))).isFalse();
    }

    @Test
    void there_is_no_proof_of_what_is_not_in_the_tree() {
        Tree tree = LOG.tree(7);
        for (long index : new long[] {-1, 7, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> tree.inclusion(index)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> tree.consistency(8)).hasMessageContaining("8").hasMessageContaining("7");
        assertThatThrownBy(() -> tree.consistency(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LOG.tree(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
