/** Keys and signatures of a co-chair's office, made where the office wants them. */
@NullMarked
package org.plenary.infra.verifier.office;

import org.jspecify.annotations.NullMarked;
