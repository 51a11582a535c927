/** What every service is held to over HTTP: who may do what, and what becomes of any request at all. */
@NullMarked
package org.plenary.kernel.test.http;

import org.jspecify.annotations.NullMarked;
