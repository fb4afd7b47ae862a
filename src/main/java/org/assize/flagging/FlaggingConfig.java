package org.assize.flagging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a deployment may set about flagging; what a lead may set is {@link FlagPolicy}. */
@ConfigMapping(prefix = "assize.flagging")
public interface FlaggingConfig {

    /** Never flag more than this share of the subjects, however much capacity a quiet day leaves. */
    @WithDefault("0.1")
    double mostShare();

    /** A subject that a model flagged is not flagged by a model again before this time has passed. */
    @WithDefault("P7D")
    Duration againAfter();
}
