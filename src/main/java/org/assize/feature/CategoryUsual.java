package org.assize.feature;

import java.time.Instant;
import java.util.Map;
import org.assize.feature.Conduct.Measure;
import org.assize.feature.Conduct.Share;
import org.jspecify.annotations.Nullable;

/**
 * What is usual among the sellers of a category.
 *
 * @param category null: among all sellers, since the category is unknown or too small to compare with
 * @param of what the marketplace tells nothing of is left out
 * @param asOf the newest order when it was measured
 */
public record CategoryUsual(@Nullable String category, Map<Measure, Usual> of, Instant asOf) {

    public CategoryUsual {
        of = Map.copyOf(of);
    }

    /**
     * @param sellers that were measured: of a share, those with enough orders to have one
     * @param all over all orders of the category; null of what is no share
     * @param range what 80 of 100 of the sellers lie between; null when too few were measured
     */
    public record Usual(
            int sellers, @Nullable Share all, @Nullable Range range) {}

    public record Range(double low, double high) {}
}
