package org.assize.ingest.kafka;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import org.assize.BootstrapProfile;
import org.jspecify.annotations.Nullable;

/** The application with a broker. */
public class KafkaProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("assize.bootstrap.token", BootstrapProfile.TOKEN, "assize.kafka.batch", "50");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Broker.class));
    }

    /** With a broker and a database of its own, for a test that counts everything there is. */
    public static final class Alone extends KafkaProfile {}

    /** As a deployment has it, for a test that brings much. */
    public static final class Wide implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("assize.bootstrap.token", BootstrapProfile.TOKEN);
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Broker.class));
        }
    }

    public static final class Broker implements QuarkusTestResourceLifecycleManager {

        private @Nullable KafkaBroker broker;

        @Override
        public Map<String, String> start() {
            try {
                broker = new KafkaBroker();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Map.of("assize.kafka.servers", broker.servers());
        }

        @Override
        public void stop() {
            if (broker != null) {
                try {
                    broker.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
