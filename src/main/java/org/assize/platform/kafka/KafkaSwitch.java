package org.assize.platform.kafka;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Turns the channels on when the address of a broker is set: there is no second switch to forget. */
public final class KafkaSwitch implements ConfigSourceFactory {

    private static final int BELOW_EVERY_FILE = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue servers = context.getValue("assize.kafka.servers");
        String on = Boolean.toString(servers != null
                && servers.getValue() != null
                && !servers.getValue().isBlank());
        return List.of(new PropertiesConfigSource(
                Map.of(
                        "mp.messaging.incoming.feed.enabled",
                        on,
                        "mp.messaging.outgoing." + KafkaOut.CHANNEL + ".enabled",
                        on),
                "Kafka is on when it has an address",
                BELOW_EVERY_FILE));
    }
}
