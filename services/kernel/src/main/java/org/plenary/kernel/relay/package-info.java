/** From pending commits to Kafka, in order per stream, by the holder of a lease. */
@NullMarked
package org.plenary.kernel.relay;

import org.jspecify.annotations.NullMarked;
