package org.assize.scoring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a deployment may set about scoring. */
@ConfigMapping(prefix = "assize.scoring")
public interface ScoringConfig {

    /** Of an imported history, score the orders placed within this time before the newest one. */
    @WithDefault("P30D")
    Duration history();

    /** Of a scored history, people get the flags of this time before its end. */
    @WithDefault("P7D")
    Duration people();
}
