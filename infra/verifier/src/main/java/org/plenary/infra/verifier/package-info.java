/** The command with which outsiders verify the record, and offices sign: without framework, broker and database. */
@NullMarked
package org.plenary.infra.verifier;

import org.jspecify.annotations.NullMarked;
