/** How a command becomes a commit: policy, decision, append, answer. */
@NullMarked
package org.plenary.kernel.command;

import org.jspecify.annotations.NullMarked;
