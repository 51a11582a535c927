/** The embedded OpenID provider with demonstration users. */
@NullMarked
package org.plenary.infra.local.signin;

import org.jspecify.annotations.NullMarked;
