package org.assize.platform.kafka;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Carries what waits in a table to Kafka: each load in one transaction with the note that it was sent, until fewer wait than are
 * sent at once. What was sent when the note of it was lost is sent again.
 */
@ApplicationScoped
public class Carry {

    private static final Logger LOG = Logger.getLogger(Carry.class);

    private final KafkaConfig config;

    Carry(KafkaConfig config) {
        this.config = config;
    }

    /** Sends at most {@link KafkaOut#MOST} and notes it; answers how many. */
    @FunctionalInterface
    public interface Load {
        int send() throws KafkaOut.NotSent;
    }

    /** Does nothing without a Kafka; where it does not take them now, they wait for the next time. */
    public void all(String what, Load load) {
        if (config.servers().isEmpty()) {
            return;
        }
        try {
            while (one(load) == KafkaOut.MOST) {
                // more may wait
            }
        } catch (KafkaOut.NotSent e) {
            LOG.warnf("%s wait until Kafka takes them: %s", what, e.getCause());
        }
    }

    private static int one(Load load) throws KafkaOut.NotSent {
        QuarkusTransaction.begin();
        try {
            int sent = load.send();
            QuarkusTransaction.commit();
            return sent;
        } finally {
            if (QuarkusTransaction.isActive()) {
                QuarkusTransaction.rollback();
            }
        }
    }
}
