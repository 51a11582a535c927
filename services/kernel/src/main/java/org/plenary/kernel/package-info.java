/** The kernel: the one way anything changes. It knows no noun of the conference. */
@NullMarked
package org.plenary.kernel;

import org.jspecify.annotations.NullMarked;
