/** A witness of transparency logs by C2SP tlog-witness: it cosigns what is consistent with all that it saw before. */
@NullMarked
package org.plenary.infra.witness;

import org.jspecify.annotations.NullMarked;
