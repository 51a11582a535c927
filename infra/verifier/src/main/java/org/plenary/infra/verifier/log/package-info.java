/** Follows a log from a saved checkpoint, and looks at all of it. */
@NullMarked
package org.plenary.infra.verifier.log;

import org.jspecify.annotations.NullMarked;
