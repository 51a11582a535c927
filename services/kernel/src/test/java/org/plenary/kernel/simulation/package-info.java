/**
 * The kernel under a seeded schedule with crashes, lost answers, duplicates, stalls, a store that is away and wrong
 * clocks. The seed also chooses how it is run: several instances that share the work and scan, or one that is alone on
 * its data and scans only on need, as {@code ./plenary up} runs it; and how much the relay may keep in memory.
 */
package org.plenary.kernel.simulation;
