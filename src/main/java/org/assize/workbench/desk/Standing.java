package org.assize.workbench.desk;

import java.time.Instant;
import org.assize.feature.CategoryUsual;
import org.assize.feature.Conduct;
import org.jspecify.annotations.Nullable;

/**
 * How a seller trades, and what is usual where it does.
 *
 * @param usual null before anything was measured
 */
record Standing(Conduct conduct, @Nullable CategoryUsual usual, Instant asOf) {}
