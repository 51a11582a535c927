/** From Kafka to copies and reactions in another service, guarded by versions. */
@NullMarked
package org.plenary.kernel.feed;

import org.jspecify.annotations.NullMarked;
