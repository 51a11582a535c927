/** What a service does beside its work: compare, listen for the authority, measure its clock, sweep. */
@NullMarked
package org.plenary.kernel.upkeep;

import org.jspecify.annotations.NullMarked;
