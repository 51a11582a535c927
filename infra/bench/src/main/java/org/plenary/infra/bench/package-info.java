/** Measurements beside their bars: what was done, how often, and how the machine was meanwhile. No test asserts a time. */
@NullMarked
package org.plenary.infra.bench;

import org.jspecify.annotations.NullMarked;
