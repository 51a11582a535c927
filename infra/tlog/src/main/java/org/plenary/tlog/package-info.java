/** The log's arithmetic and formats (C2SP, RFC 6962), pure: what makes the log and what verifies it share these alone. */
@NullMarked
package org.plenary.tlog;

import org.jspecify.annotations.NullMarked;
