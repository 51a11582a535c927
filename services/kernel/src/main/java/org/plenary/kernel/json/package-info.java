/** The one JSON mapping. */
@NullMarked
package org.plenary.kernel.json;

import org.jspecify.annotations.NullMarked;
