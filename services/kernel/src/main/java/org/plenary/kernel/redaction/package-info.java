/** Redactions: what was said stays provable, and can no longer be read; by two people, and told to everybody who asks. */
@NullMarked
package org.plenary.kernel.redaction;

import org.jspecify.annotations.NullMarked;
