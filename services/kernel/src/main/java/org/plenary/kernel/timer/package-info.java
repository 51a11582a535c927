/** Instants that a state waits for, kept as a view of the service's own commits. */
@NullMarked
package org.plenary.kernel.timer;

import org.jspecify.annotations.NullMarked;
