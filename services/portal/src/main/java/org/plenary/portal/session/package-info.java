/** The sessions of signed-in people, kept in the portal's own database. */
@NullMarked
package org.plenary.portal.session;

import org.jspecify.annotations.NullMarked;
