/** Texts, silence, signatures, publication, commitments. The pure core. */
@NullMarked
package org.plenary.outcomes.domain;

import org.jspecify.annotations.NullMarked;
