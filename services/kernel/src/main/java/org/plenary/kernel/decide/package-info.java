/** The pure core every aggregate is written against: decide, evolve, and what they may know. Plain Java, no clock, no I/O. */
@NullMarked
package org.plenary.kernel.decide;

import org.jspecify.annotations.NullMarked;
