/** The kernel under a seeded schedule with crashes, lost answers, duplicates, stalls and wrong clocks. */
package org.plenary.kernel.simulation;
