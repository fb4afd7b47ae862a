/**
 * Building blocks of the screens that know no domain: texts, keys, figures, times, money, scores, grids, charts.
 *
 * <p>It is not a place for views. Invariant: nothing here imports a feature; every word a person reads comes from a
 * message bundle.
 */
@NullMarked
package org.assize.platform.ui;

import org.jspecify.annotations.NullMarked;
