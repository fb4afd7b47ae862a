/**
 * {@code ./assize bench}: how fast the product is and how much it holds, measured from outside, beside the floor of the same
 * run where there is one. What is measured is generated from a seed. Not a test of what is right, though a scenario that
 * loses something says so.
 *
 * <p>Invariant: nothing here ever works on a person's data directory or database. The application under measurement is a
 * process of its own, on a directory that is made for the run and removed after it.
 */
@NullMarked
package org.assize.workbench.bench;

import org.jspecify.annotations.NullMarked;
