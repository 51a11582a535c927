/** Scheduling with two keys, convening, presence. The pure core. */
@NullMarked
package org.plenary.meeting.domain;

import org.jspecify.annotations.NullMarked;
