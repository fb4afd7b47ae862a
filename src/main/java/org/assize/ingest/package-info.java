/**
 * How sellers, orders and outcomes come in: mapping files, CSV and JSON reading, validation, imports with their rejects.
 * Not where they are kept (that is {@code subject}) and not what is thought of them.
 *
 * <p>Invariant: every row that was read is accounted for; accepted + duplicate + updated + rejected = read, after a
 * cancel, a failure or a crash too.
 */
@NullMarked
package org.assize.ingest;

import org.jspecify.annotations.NullMarked;
