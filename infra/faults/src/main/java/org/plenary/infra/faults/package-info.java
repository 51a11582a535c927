/** Real faults on real processes under load, and whether everything acknowledged is there afterwards, once. */
@NullMarked
package org.plenary.infra.faults;

import org.jspecify.annotations.NullMarked;
