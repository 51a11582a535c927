/** The embedded default: everything of Plenary in one process, by one command. */
@NullMarked
package org.plenary.infra.local;

import org.jspecify.annotations.NullMarked;
