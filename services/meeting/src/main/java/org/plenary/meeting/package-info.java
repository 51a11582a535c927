/** Scheduling with two keys, convening, presence. The shell. */
@NullMarked
package org.plenary.meeting;

import org.jspecify.annotations.NullMarked;
