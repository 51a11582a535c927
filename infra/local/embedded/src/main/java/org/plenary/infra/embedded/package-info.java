/** A real Kafka broker and a Mongo-compatible durable store in this process. */
@NullMarked
package org.plenary.infra.embedded;

import org.jspecify.annotations.NullMarked;
