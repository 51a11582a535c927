/** Delivers what others circulate. The pure core. */
@NullMarked
package org.plenary.circulation.domain;

import org.jspecify.annotations.NullMarked;
