/** Submitted items, screening, agenda documents. The pure core. */
@NullMarked
package org.plenary.agenda.domain;

import org.jspecify.annotations.NullMarked;
