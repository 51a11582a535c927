/** Numbers without gaps: a register a series, minted by reactions. */
@NullMarked
package org.plenary.kernel.register;

import org.jspecify.annotations.NullMarked;
