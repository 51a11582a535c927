/** Who the parties are, who speaks for them. The pure core. */
@NullMarked
package org.plenary.membership.domain;

import org.jspecify.annotations.NullMarked;
