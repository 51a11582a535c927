/** The credentials report: what the meeting adopts of its delegates' credentials. The pure core. */
@NullMarked
package org.plenary.membership.domain.credentials;

import org.jspecify.annotations.NullMarked;
