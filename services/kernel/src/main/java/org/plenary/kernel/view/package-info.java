/** Read models folded from one stream each, guarded by the stream's version. */
@NullMarked
package org.plenary.kernel.view;

import org.jspecify.annotations.NullMarked;
