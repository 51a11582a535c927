/** Who was refused and who read what is not public, a bounded list a day, whose hash is in the record. */
@NullMarked
package org.plenary.kernel.accesslog;

import org.jspecify.annotations.NullMarked;
