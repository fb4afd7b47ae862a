/**
 * The screens that join features: the shell around every view, home, sign-in and what a person sees when something
 * fails.
 *
 * <p>It decides nothing about cases, only what stands where. Invariant: nobody imports it.
 */
@NullMarked
package org.assize.workbench;

import org.jspecify.annotations.NullMarked;
