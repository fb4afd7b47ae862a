package org.assize.feature;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a deployment may set about features. */
@ConfigMapping(prefix = "assize.features")
public interface FeatureConfig {

    /** Orders of its key that a feature looks at, at the most. */
    @WithDefault("10000")
    int mostOrders();

    /** Orders of busy values that a node keeps in memory between two vectors; 0 keeps none. */
    @WithDefault("100000")
    int keptOrders();
}
