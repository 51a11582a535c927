/** The auditable event log: sequencing, publishing, serving. */
@NullMarked
package org.plenary.record;

import org.jspecify.annotations.NullMarked;
