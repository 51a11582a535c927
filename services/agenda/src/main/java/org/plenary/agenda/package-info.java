/** Submitted items, screening, agenda documents. The shell. */
@NullMarked
package org.plenary.agenda;

import org.jspecify.annotations.NullMarked;
