package org.assize.platform.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a deployment may set about the feeds over REST. */
@ConfigMapping(prefix = "assize.feeds")
public interface FeedRateConfig {

    /** Records a second that one token may send in the long run; 0 sets no limit. */
    @WithDefault("0")
    double rate();

    /** How much of the rate a token that has been silent may send at once. */
    @WithDefault("PT10S")
    Duration burst();
}
