/** The web front door: pages, sign-in, and the routes to the services. */
@NullMarked
package org.plenary.portal;

import org.jspecify.annotations.NullMarked;
