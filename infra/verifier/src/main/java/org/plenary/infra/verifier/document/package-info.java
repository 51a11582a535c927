/** Verifies published files, receipts and whole exports, offline. */
@NullMarked
package org.plenary.infra.verifier.document;

import org.jspecify.annotations.NullMarked;
