/** Streams that stopped, as events: what stopped and why, what an operator ordered, and that it goes on. */
@NullMarked
package org.plenary.kernel.parking;

import org.jspecify.annotations.NullMarked;
