/** Commands and reads over HTTP, routed and checked by the service's OpenAPI contract; problems of RFC 9457. */
@NullMarked
package org.plenary.kernel.http;

import org.jspecify.annotations.NullMarked;
