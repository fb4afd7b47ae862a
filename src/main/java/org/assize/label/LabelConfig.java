package org.assize.label;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a deployment may set about labels. */
@ConfigMapping(prefix = "assize.label")
public interface LabelConfig {

    /** How long after an order the outside may still speak of it; after that, silence and "legitimate" are mature. */
    @WithDefault("P45D")
    Duration maturity();
}
