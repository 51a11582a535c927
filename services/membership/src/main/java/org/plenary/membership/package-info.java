/** Who the parties are, who speaks for them. The shell. */
@NullMarked
package org.plenary.membership;

import org.jspecify.annotations.NullMarked;
