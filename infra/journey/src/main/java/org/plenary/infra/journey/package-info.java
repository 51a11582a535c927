/** One narrated acceptance test: a whole conference, start to end, over public HTTP. */
@NullMarked
package org.plenary.infra.journey;

import org.jspecify.annotations.NullMarked;
