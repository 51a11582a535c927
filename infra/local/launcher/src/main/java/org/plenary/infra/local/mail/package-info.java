/** The embedded mail server and its page. */
@NullMarked
package org.plenary.infra.local.mail;

import org.jspecify.annotations.NullMarked;
