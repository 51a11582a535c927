/** What the services hold their deciders, contracts and structure to. */
@NullMarked
package org.plenary.kernel.test;

import org.jspecify.annotations.NullMarked;
