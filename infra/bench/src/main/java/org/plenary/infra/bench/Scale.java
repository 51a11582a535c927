package org.plenary.infra.bench;

/**
 * How much is done. The numbers of {@link #WHOLE} are those of the bars; those of {@link #TINY} only show that the work
 * is done.
 *
 * @param rounds runs of each figure
 * @param sequenced events of one run of sequencing
 * @param tiled leaves of one run of tiling
 * @param small leaves of the smaller log
 * @param large leaves of the larger log
 * @param appended leaves that are appended to each in one run
 * @param proofs proofs of one run
 * @param slow seconds of a log that grows slowly, with a checkpoint each
 * @param seconds how long commands are sent
 */
record Scale(
        int rounds, int sequenced, int tiled, long small, long large, int appended, int proofs, int slow, int seconds) {
    static final Scale WHOLE = new Scale(5, 4_096, 262_144, 10_000, 10_000_000, 16_000, 4_000, 14_400, 60);
    static final Scale TINY = new Scale(2, 96, 1_024, 300, 66_000, 512, 20, 120, 3);
}
