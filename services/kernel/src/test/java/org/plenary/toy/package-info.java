/** A service as small as one can be, to hold the kernel to its promises over HTTP, a real broker and a real store. */
@NullMarked
package org.plenary.toy;

import org.jspecify.annotations.NullMarked;
