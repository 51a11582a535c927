/** Timelines and full-text search: a local index that is nothing but a projection of the log. */
@NullMarked
package org.plenary.record.search;

import org.jspecify.annotations.NullMarked;
