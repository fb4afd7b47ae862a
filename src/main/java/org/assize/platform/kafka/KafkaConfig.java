package org.assize.platform.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What a deployment may set about Kafka. */
@ConfigMapping(prefix = "assize.kafka")
public interface KafkaConfig {

    /** The brokers to begin with, {@code host:port} with commas between; Kafka is off without. */
    Optional<String> servers();

    /** The consumer group: the nodes of one Assize share it, and with it the partitions. */
    @WithDefault("assize")
    String group();

    /** Messages that one transaction takes at most. */
    @WithDefault("500")
    int batch();

    /** A message that was set aside is kept this long after it was taken or dropped. */
    @WithDefault("P30D")
    Duration keepSettled();

    /** The number of a record's version is kept this long after it was taken. */
    @WithDefault("P90D")
    Duration keepVersions();

    Topics topics();

    /** Names of topics. */
    interface Topics {

        @WithDefault("assize.sellers")
        String sellers();

        @WithDefault("assize.orders")
        String orders();

        @WithDefault("assize.outcomes")
        String outcomes();

        /** Where messages go that could not be taken. */
        @WithDefault("assize.dead-letters")
        String deadLetters();

        /** Where it is told which subjects a model has flagged. */
        @WithDefault("assize.flagged")
        String flagged();
    }
}
