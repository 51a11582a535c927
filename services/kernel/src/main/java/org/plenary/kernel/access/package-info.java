/** Who may do what: grants from membership's events, the policy table, audiences. */
@NullMarked
package org.plenary.kernel.access;

import org.jspecify.annotations.NullMarked;
