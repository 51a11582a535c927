/** Delivers what others circulate. The shell. */
@NullMarked
package org.plenary.circulation;

import org.jspecify.annotations.NullMarked;
