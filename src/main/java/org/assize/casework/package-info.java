/**
 * The folder of work on one subject: what is in it, what happened to it, how it opens and closes. Not who works it
 * (queue), nor what they conclude (verdict).
 *
 * <p>Invariant: a subject has at most one open case; every flag is in exactly one. This package alone makes, closes and
 * reopens rows of {@code fraud_case} and writes {@code flag}, {@code note} and {@code case_draft}; who holds a case, and the
 * queue it stands in, are moved by {@code queue} alone.
 */
@NullMarked
package org.assize.casework;

import org.jspecify.annotations.NullMarked;
