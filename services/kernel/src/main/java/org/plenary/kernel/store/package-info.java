/** The event store, which is also the outbox: one commit, one document. */
@NullMarked
package org.plenary.kernel.store;

import org.jspecify.annotations.NullMarked;
