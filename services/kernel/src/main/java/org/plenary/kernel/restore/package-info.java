/** A service's own state, rebuilt from what it once published. */
@NullMarked
package org.plenary.kernel.restore;

import org.jspecify.annotations.NullMarked;
