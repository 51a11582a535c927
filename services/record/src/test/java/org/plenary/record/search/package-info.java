@org.jspecify.annotations.NullMarked
package org.plenary.record.search;
