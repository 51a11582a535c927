/** Whether everything made from the streams is as far as the streams are. */
@NullMarked
package org.plenary.kernel.census;

import org.jspecify.annotations.NullMarked;
