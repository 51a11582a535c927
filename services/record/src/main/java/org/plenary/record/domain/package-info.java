/** The log's arithmetic and formats (C2SP, RFC 6962), pure. */
@NullMarked
package org.plenary.record.domain;

import org.jspecify.annotations.NullMarked;
