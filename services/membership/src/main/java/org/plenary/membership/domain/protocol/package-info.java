/** The protocol order: who sits where, from a drawn letter. The pure core. */
@NullMarked
package org.plenary.membership.domain.protocol;

import org.jspecify.annotations.NullMarked;
