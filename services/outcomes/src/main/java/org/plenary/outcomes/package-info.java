/** Texts, silence, signatures, publication, commitments. The shell. */
@NullMarked
package org.plenary.outcomes;

import org.jspecify.annotations.NullMarked;
