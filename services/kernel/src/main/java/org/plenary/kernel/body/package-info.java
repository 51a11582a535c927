/** Confidential and personal content beside the events, referenced by salted commitments. */
@NullMarked
package org.plenary.kernel.body;

import org.jspecify.annotations.NullMarked;
