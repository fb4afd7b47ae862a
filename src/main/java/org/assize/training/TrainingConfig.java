package org.assize.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a deployment may set about training. */
@ConfigMapping(prefix = "assize.training")
public interface TrainingConfig {

    /** How far back, behind the days whose truth has not had its time, a model takes silence for legitimate. */
    @WithDefault("P30D")
    Duration window();

    /** The later days a model is tested on. */
    @WithDefault("P7D")
    Duration test();

    /** A window is shortened until it has no more orders than this; every one of what remains is used. */
    @WithDefault("300000")
    int mostRows();

    /** Cores that training may keep busy, below the priority of the people at the screens. */
    @WithDefault("1")
    int threads();

    /** When to retrain by itself, as a Quartz cron expression in UTC, or {@code off}. */
    @WithDefault("off")
    String schedule();

    /** Orders there must be before a marketplace without labels gets its first model. */
    @WithDefault("200")
    int firstModelFrom();
}
