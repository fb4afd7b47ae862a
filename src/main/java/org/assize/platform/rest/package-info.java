/**
 * The rim of the REST interface that every feature shares: problems, paging, parameters, limits, idempotency. No route.
 *
 * <p>Invariant: whatever goes wrong is answered as problem+json (RFC 9457) that names the field and never the inside.
 */
@NullMarked
package org.assize.platform.rest;

import org.jspecify.annotations.NullMarked;
